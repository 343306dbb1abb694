# In borg's place on a target that was taken over: has what a run gives to borg, and borg's own code.
# hostile-borg.py DEED ELSEWHERE: says hello as borg does, then does the deed.
import os, sys, time
from argparse import Namespace
from borg.helpers import Location, Manifest
from borg.logger import setup_logging
from borg.remote import RemoteRepository

setup_logging(level='warning')
deed, elsewhere = sys.argv[1:3]
args = Namespace(debug_topics=[], rsh=None, remote_path=None, umask=0o077, upload_ratelimit=0, upload_buffer=0)
repository = RemoteRepository(Location(os.environ['BORG_REPO']), exclusive=True, lock_wait=5, args=args)
manifest, key = Manifest.load(repository, Manifest.NO_OPERATION_CHECK)
oldest = sorted(manifest.archives.list(), key=lambda archive: archive.ts)[0]


def forge(name, timestamp):
    """An archive of nothing, with borg's own proof."""
    items = b''
    ids = [key.id_hash(items)]
    repository.put(ids[0], key.encrypt(items))
    metadata = dict(version=1, name=name, comment='', items=ids, cmdline=['borg', 'create'], hostname='t', username='root',
                    time=timestamp, time_end=timestamp, chunker_params=('buzhash', 19, 23, 21, 4095),
                    size=0, csize=0, nfiles=0, size_parts=0, csize_parts=0, nfiles_parts=0)
    packed = key.pack_and_authenticate_metadata(metadata, context=b'archive')
    id = key.id_hash(packed)
    repository.put(id, key.encrypt(packed))
    manifest.archives[name] = (id, timestamp)


def commit():
    manifest.write()
    repository.commit(compact=False)


if deed == 'put-again-then-delete':
    repository.put(oldest.id, key.encrypt(key.decrypt(oldest.id, repository.get(oldest.id))))
    repository.delete(oldest.id)
    commit()
elif deed == 'overwrite':
    repository.put(oldest.id, key.encrypt(b'nothing of what was here'))
    commit()
elif deed == 'drop':
    del manifest.archives[oldest.name]
    commit()
elif deed == 'forge':
    forge(oldest.name + '-x', '2099-01-01T00:00:00.000000')
    commit()
elif deed == 'save-key':
    repository.save_key(b'garbage')
elif deed == 'open-another':
    repository.call('open', {'path': elsewhere, 'create': False, 'lock_wait': 1, 'lock': True, 'exclusive': True,
                             'append_only': False, 'make_parent_dirs': False})
    print(repository.get(Manifest.MANIFEST_ID).hex(), file=open(os.environ['HOME'] + '/seen', 'w'))
elif deed == 'destroy':
    repository.call('destroy', {})
elif deed == 'hang':
    time.sleep(120)
else:
    sys.exit('unknown deed ' + deed)
repository.close()
