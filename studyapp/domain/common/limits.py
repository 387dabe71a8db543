"""Every limit on what people may send, in one place; messages print these values.

Sizes in bytes, unless the name says characters, times in seconds.
"""

KB = 1024
MB = 1024 * KB

FILE_BYTES = 256 * KB
MANIFEST_BYTES = 64 * KB
MANIFEST_DOTS = 100  # of a line of pack.toml
IMAGE_BYTES = 2 * MB
LINE_BYTES = 10 * KB
LINES = 20_000  # of a file; a full one of shorter lines than 13 bytes only keeps the parser busy
BLOCK_BYTES = 16 * KB
RENDERED_BLOCK_BYTES = 64 * KB  # sanitising is quadratic on nested tags: 250 KB takes 15 s
BLOCKS = 5_000  # of a file, those in other blocks not counted
NESTING = 20
UNCLOSED_BRACKETS = 200  # unclosed `[` or `<` in one block
SECTIONS = 500
LINKS = 5_000
TABLE_COLUMNS = 30
TABLE_ROWS = 200
ZIP_BYTES = 20 * MB
UNPACKED_BYTES = 50 * MB
ZIP_ENTRIES = 500
ZIP_RATIO = 100
ANSWER_CHARACTERS = 10_000
TITLE_CHARACTERS = 200
NAME_CHARACTERS = 150
FILE_NAME_CHARACTERS = 120
PARSE_WALL_SECONDS = 1.8  # with what surrounds it, an upload of one file has its answer within 2 s
PARSE_CPU_SECONDS = 5
PARSE_MEMORY_BYTES = 512 * MB
EXCHANGE_BYTES = 2 * MB  # a file of questions in another format
CONVERT_WALL_SECONDS = 10.0  # 10,000 questions take 3 s, on a busy machine twice as long
