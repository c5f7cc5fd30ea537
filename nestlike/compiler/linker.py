"""Put object files into the running process without LLVM, which takes longest of all to load.

Kernels need little of a linker: LLVM makes of them one section of code and a few of constants, and
what refers to another place holds its whole address.  That much is done here, for Linux on x86-64;
anything else in an object file, and any other platform, is left to LLVM.
"""

import ctypes
import struct
import sys

from nestlike.compiler import c_library, policy, processor
from nestlike.declared import Declared

_HEADER, _SECTION, _SYMBOL = map(struct.Struct, ("<16sHHIQQQIHHHHHH", "<IIQQQQIIQQ", "<IBBHQQ"))
_RELOCATION, _ADDRESS = map(struct.Struct, ("<QIIq", "<Q"))
_IDENTITY = b"\x7fELF\x02\x01\x01"  # 64 bits, little-endian, version 1
_RELOCATABLE, _X86_64 = 1, 62
_CODE_OR_DATA, _SYMBOLS, _RELOCATIONS, _UNWINDING = 1, 2, 4, 0x70000001
_WRITABLE, _LOADED, _PER_THREAD = 1, 2, 0x400
_UNDEFINED = 0
_WHOLE_ADDRESS = 1

_PAGE = 4096
_READ, _WRITE, _EXECUTE = 1, 2, 4
_PRIVATE, _ANONYMOUS, _FAILED = 2, 0x20, ctypes.c_void_p(-1).value


class NotUnderstoodError(Exception):
    """An object file holds something that only LLVM knows how to treat."""


class _Section(Declared):
    name: int
    kind: int
    flags: int
    address: int
    offset: int
    size: int
    link: int
    info: int
    alignment: int
    entry_size: int


class _Symbol(Declared):
    """Attributes: name; address, or offset if it `is_inside` of the file, or None; is_inside."""

    name: str
    value: int | None
    is_inside: bool


def is_able() -> bool:
    """Return whether this is the platform whose object files are understood."""
    if sys.platform != "linux" or sys.maxsize < 1 << 32:  # programs of 32 bits run there, too
        return False
    return processor.architecture() == "x86_64"


def link(code: bytes, symbol: str) -> int:
    """Put an object file into memory for good; return the address of its function `symbol`.

    Raises
    ------
    NotUnderstoodError
        If the file holds what is not known here; nothing has been done then.
    OSError
        If the system does not give the memory, or does not let it be executed.
    """
    try:
        image, symbols, changes = _understood(code)
        offset = next(each.value for each in symbols if each.name == symbol and each.is_inside)
    except (struct.error, LookupError, ValueError, StopIteration) as error:
        raise NotUnderstoodError(f"{symbol}: {error}") from error
    origin = _memory(len(image))
    for at, target, addend in changes:
        address = target.value + addend + (origin if target.is_inside else 0)
        _ADDRESS.pack_into(image, at, address % (1 << 64))
    _put(image, origin)
    return origin + offset


def _understood(code: bytes) -> tuple[bytearray, list[_Symbol], list[tuple[int, _Symbol, int]]]:
    """Return what is to be in memory, the symbols, and what depends on where it will be."""
    sections = _sections(code)
    places, size = _places(sections)
    symbols = _symbols(code, sections, places)
    image = bytearray(size)
    for k, place in places.items():
        image[place : place + sections[k].size] = _content(code, sections[k])
    return image, symbols, _changes(code, sections, places, symbols)


def _sections(code: bytes) -> list[_Section]:
    if len(code) < _HEADER.size or not code.startswith(_IDENTITY):
        raise NotUnderstoodError("not an ELF file of 64 bits")
    _, kind, machine, *_, start, _, _, _, _, size, n, _ = _HEADER.unpack_from(code)
    if (kind, machine, size) != (_RELOCATABLE, _X86_64, _SECTION.size):
        raise NotUnderstoodError("not a relocatable file for x86-64")
    if start + n * size > len(code):
        raise NotUnderstoodError("the file ends too early")
    sections = [_Section(*_SECTION.unpack_from(code, start + k * size)) for k in range(n)]
    if any(each.flags & _LOADED and each.offset + each.size > len(code) for each in sections):
        raise NotUnderstoodError("a section is longer than the file")
    return sections


def _places(sections: list[_Section]) -> tuple[dict[int, int], int]:
    """Return where the sections lie in memory, by index, and how many bytes they take."""
    places, size = {}, 0
    for k, section in enumerate(sections):
        if not (section.flags & _LOADED and section.size) or section.kind == _UNWINDING:
            continue  # nothing is ever thrown through a kernel, so nothing unwinds it
        if section.kind != _CODE_OR_DATA or section.flags & (_WRITABLE | _PER_THREAD):
            raise NotUnderstoodError(f"a section of kind {section.kind}, flags {section.flags}")
        alignment = max(section.alignment, 1)
        if alignment > _PAGE:
            raise NotUnderstoodError(f"a section aligned to {alignment} bytes")
        places[k] = -(-size // alignment) * alignment
        size = places[k] + section.size
    return places, -(-size // _PAGE) * _PAGE


def _content(code: bytes, section: _Section) -> memoryview:
    content = memoryview(code)[section.offset : section.offset + section.size]
    if len(content) != section.size:
        raise NotUnderstoodError("the file ends too early")
    return content


def _symbols(code, sections, places) -> list[_Symbol]:
    tables = [section for section in sections if section.kind == _SYMBOLS]
    if len(tables) != 1:
        raise NotUnderstoodError(f"{len(tables)} tables of symbols")
    names = bytes(_content(code, sections[tables[0].link]))
    entries = _SYMBOL.iter_unpack(_content(code, tables[0]))
    return [_symbol(names, places, *entry) for entry in entries]


def _symbol(names, places, at, kind, visibility, section, value, size) -> _Symbol:
    name = names[at : names.index(b"\0", at)].decode()
    if section in places:
        return _Symbol(name, places[section] + value, True)
    if section == _UNDEFINED and name:
        return _Symbol(name, _of_c_library(name), False)
    return _Symbol(name, None, False)  # the name of the file, or of a section that is left out


def _changes(code, sections, places, symbols) -> list[tuple[int, _Symbol, int]]:
    """Return where addresses are to be put, of what, and what is added to them."""
    found = []
    for section in sections:
        if section.kind != _RELOCATIONS or section.info not in places:
            continue
        place = places[section.info]
        for at, kind, k, addend in _RELOCATION.iter_unpack(_content(code, section)):
            if kind != _WHOLE_ADDRESS or symbols[k].value is None:
                raise NotUnderstoodError(f"a relocation of kind {kind} to {symbols[k]}")
            if at + _ADDRESS.size > sections[section.info].size:
                raise NotUnderstoodError(f"a relocation at {at}, beyond the section")
            found.append((place + at, symbols[k], addend))
    return found


def _of_c_library(name: str) -> int:
    address = c_library.address_of(name) if name in policy.C_LIBRARY else None
    if address is None:
        raise NotUnderstoodError(f"a reference to {name}")
    return address


def _memory(size: int) -> int:
    """Return the address of new pages; they are never given back, for code may run in them."""
    give = ctypes.CDLL(None, use_errno=True).mmap
    word, number = ctypes.c_size_t, ctypes.c_int
    give.restype, give.argtypes = ctypes.c_void_p, (ctypes.c_void_p, word, *[number] * 3, word)
    address = give(None, size, _READ | _WRITE, _PRIVATE | _ANONYMOUS, -1, 0)
    if address in (None, _FAILED):
        raise OSError(ctypes.get_errno(), "no memory for machine code")
    return address


def _put(image: bytearray, address: int) -> None:
    """Fill pages, and let them be executed but no longer be written."""
    ctypes.memmove(address, bytes(image), len(image))
    protect = ctypes.CDLL(None, use_errno=True).mprotect
    protect.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    if protect(address, len(image), _READ | _EXECUTE):
        raise OSError(ctypes.get_errno(), "the system does not let memory be executed")
