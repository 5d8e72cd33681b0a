"""What happens to a library when processes die, disks fill and files are damaged."""
