UPDATE duty_mark SET mark = mark + 1
