"""FEEL (DMN 1.4/1.5), the one expression language of gateways, form rules and decision tables.

Our own tokenizer, parser and evaluator: nothing here reaches Python's ``eval``, an attribute of a Python
object, a file or the network. See docs/decisions/0003-process-engine-and-expressions.md.
"""
