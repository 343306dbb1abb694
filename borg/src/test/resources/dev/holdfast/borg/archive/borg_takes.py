"""Gives structures of mode none to borg's own readers, all that it has for each kind.

The file that is the argument: a kind (M, A or I), a length of four bytes, big-endian, and so many
bytes, again and again. Printed: for each a line, empty if borg takes it, else what it says.
"""
import hashlib
import json
import os
import struct
import sys
import tempfile

from borg.archive import Archive, get_item_uid_gid
from borg.crypto.key import PlaintextKey
from borg.hashindex import CacheSynchronizer, ChunkIndex
from borg.helpers import BorgJsonEncoder, ItemFormatter, Manifest, msgpack
from borg.item import ChunkListEntry, Item
from borg.logger import setup_logging
from borg.platform.linux import acl_use_local_uid_gid
from borg.platform.posix import posix_acl_use_stored_uid_gid
from borg.xattr import set_all

EMPTY = b'\x02\x00\x00'
LINE = '{mode} {user:6} {group:6} {size:8} {mtime} {path}{extra} {num_chunks} {csize}{NL}'


class Repository:
    """Has one object of interest; every other is empty."""
    id = bytes(32)
    id_str = '00' * 32
    version = 1

    def __init__(self, id, data):
        self.objects = {id: data}

    def get(self, id):
        return self.objects.get(id, EMPTY)

    def get_many(self, ids, is_preloaded=False):
        return map(self.get, ids)

    def put(self, id, data, wait=True):
        self.objects[id] = data


class Cache:
    def __init__(self, ids):
        self.pre12_meta = {}
        self.chunks = ChunkIndex()
        for id in ids:
            self.chunks.add(id, 1, 1, 1)


class Info:
    fpr = name = ''


def manifest(data):
    repository = Repository(Manifest.MANIFEST_ID, data)
    for _ in range(2):
        loaded, key = Manifest.load(repository, (Manifest.Operation.CHECK,))
        loaded.get_all_mandatory_features()
        loaded.archives.list(sort_by=['ts', 'name'])
        loaded.write()


def archive(data):
    id = hashlib.sha256(data[3:]).digest()
    repository = Repository(id, data)
    key = PlaintextKey(repository)
    listing = Manifest(key, repository)
    listing.archives['a'] = (id, '2026-11-20T11:17:15.000042')
    for parts in (False, True):
        opened = Archive(repository, key, listing, 'a', consider_part_files=parts)
        opened.cache = Cache([id] + list(opened.metadata.items))
        for unique in (True, False):
            str(opened.calc_stats(opened.cache, want_unique=unique))
        json.dumps(opened.info(), cls=BorgJsonEncoder)
        opened.duration_from_meta
        '{} {}'.format(opened.comment.encode(errors='replace'), opened.metadata.name)
        msgpack.packb(opened.metadata.as_dict())


def items(data):
    for cut in (0, len(data) // 2, len(data) - 1):
        sync = CacheSynchronizer(ChunkIndex())
        sync.feed(data[:cut])
        sync.feed(data[cut:])
    unpacker = msgpack.Unpacker(use_list=False)
    unpacker.feed(data)
    for each in unpacker:
        item(Item(internal_dict=each))


def item(item):
    for field in ('chunks', 'chunks_healthy'):
        if field in item:
            setattr(item, field, [ChunkListEntry(*entry) for entry in getattr(item, field)])
    for line in (True, False):
        ItemFormatter(Info, LINE, json_lines=line).format_item(item)
    msgpack.packb(item.as_dict())
    for numeric in (False, True):
        get_item_uid_gid(item, numeric=numeric)
    for field in ('acl_access', 'acl_default'):
        acl_use_local_uid_gid(item.get(field, b''))
        posix_acl_use_stored_uid_gid(item.get(field, b''))
    if item.is_link() or 'source' in item:
        item.source.split('/')
    elif item.mode >> 12 == 8:
        [entry.id for entry in item.chunks]
    with tempfile.NamedTemporaryFile() as file:
        set_all(file.fileno(), item.get('xattrs', {}))
        for field in ('mtime', 'atime', 'birthtime'):
            try:
                os.utime(file.fileno(), ns=(item.get(field, 0), item.mtime))
            except OSError:
                pass
    item.get('bsdflags', 0) & 1
    os.major(item.get('rdev', 0))
    item.get_size(from_chunks=True)


setup_logging(level='critical')
READERS = {b'M': manifest, b'A': archive, b'I': items}

with open(sys.argv[1], 'rb') as file:
    while kind := file.read(1):
        data = file.read(struct.unpack('>I', file.read(4))[0])
        try:
            READERS[kind](data)
            print()
        except BaseException as e:
            print(repr(e).replace('\n', ' ')[:200])
