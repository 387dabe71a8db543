"""A number that two processes share."""

from studyapp.authoring.child_process.slate import Slate, new_file


def test_what_one_slate_says_stands_on_every_other_of_its_file() -> None:
    with new_file() as file:
        one, other = Slate(file), Slate(file)
    assert other.read() == 1
    one.write(40_000)
    assert other.read() == 40_000
    other.write(2)
    assert one.read() == 2
