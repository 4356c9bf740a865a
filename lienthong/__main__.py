from lienthong.config.cli import main

main()
