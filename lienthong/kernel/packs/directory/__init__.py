"""What packs may declare of the directory. It stands here because the directory is below and knows no packs."""
