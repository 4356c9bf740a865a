"""Digital signatures on PDF: keys, certificates, timestamps, the order of signing, verification."""
