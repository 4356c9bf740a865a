"""Where signing keys live: files (software) and tokens (PKCS#11)."""
