"""BPMN processes and DMN decisions, with FEEL as their only language."""
