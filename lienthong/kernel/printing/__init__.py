"""PDF from Typst templates: official documents, slips, certificates, registers. No database."""
