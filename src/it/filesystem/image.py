"""Makes an image of everything that a layer can hold: image.py BUSYBOX DIRECTORY REGISTRY.

DIRECTORY gets it as "oci", an OCI layout, as "image.tar", a Docker archive, and as "engine.tar", the
same for an engine: there the sparse file is written in full, as Docker 20 loads a layer with one but
never gives it back ("could not verify layer data"). The registry gets slim-it/filesystem:source.
"""
import hashlib
import io
import json
import os
import platform
import struct
import sys
import tarfile
import urllib.parse
import urllib.request

CAPABILITY = struct.pack('<IIIII', 0x02000001, 1 << 10, 0, 0, 0)  # net_bind_service, effective
MTIME = '1600000000.123456789'
MEBIBYTE = 1 << 20
MEDIA_TYPE = 'application/vnd.oci.image.'

RUN = b"""#!/bin/sh
# Does to its files what no image may show afterwards.
set -e
cat "/fs/new
line" /fs/hard/second /fs/chain /opaque/above
echo changed >/fs/plain
echo added >/fs/added
echo added >/var/empty/added
echo added >/tmp/added
mkdir /fs/made
chmod 777 /etc /fs/private
chown 5:5 /fs/uid
rm /fs/dangling
mv /fs/fifo /fs/pipe
ln /fs/grown /fs/linked
echo ran
"""


class Layer:
    def __init__(self, created_by):
        self.created_by = created_by
        self.bytes = io.BytesIO()
        self.tar = tarfile.open(fileobj=self.bytes, mode='w', format=tarfile.PAX_FORMAT)

    def add(self, name, kind, mode, content=b'', uid=0, gid=0, mtime=MTIME, link='', device=(0, 0),
            pax=None):
        info = tarfile.TarInfo(name)
        info.type, info.mode, info.uid, info.gid, info.linkname = kind, mode, uid, gid, link
        info.devmajor, info.devminor = device
        info.size = len(content)
        info.mtime = int(float(mtime))
        info.pax_headers = {'mtime': mtime, **(pax or {})}
        self.tar.addfile(info, io.BytesIO(content))

    def directory(self, name, mode=0o755, **more):
        self.add(name, tarfile.DIRTYPE, mode, **more)

    def file(self, name, content=None, mode=0o644, **more):
        content = (name + '\n').encode('utf-8', 'surrogateescape') if content is None else content
        self.add(name, tarfile.REGTYPE, mode, content, **more)

    def symlink(self, name, link, **more):
        self.add(name, tarfile.SYMTYPE, 0o777, link=link, **more)

    def hard_link(self, name, link, **more):
        self.add(name, tarfile.LNKTYPE, link=link, **more)

    def whiteout(self, name):
        folder, base = os.path.split(name)
        self.file(os.path.join(folder, '.wh.' + base), b'', mtime='0')

    def sparse(self, name, size, islands):
        """The format 1.0 of GNU tar's posix archives: the map comes before the data."""
        numbers = [len(islands)]
        for offset, data in islands:
            numbers += [offset, len(data)]
        content = ''.join('%d\n' % number for number in numbers).encode()
        content += b'\0' * (-len(content) % 512) + b''.join(data for _, data in islands)
        folder, base = os.path.split(name)
        self.file(os.path.join(folder, 'GNUSparseFile.0', base), content, pax={
            'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': name,
            'GNU.sparse.realsize': str(size)})

    def full(self, name, size, islands):
        content = bytearray(size)
        for offset, data in islands:
            content[offset:offset + len(data)] = data
        self.file(name, bytes(content))

    def close(self):
        self.tar.close()
        return self.bytes.getvalue()


def base(busybox, unused, sparse):
    layer = Layer('base')
    layer.directory('./', 0o755, mtime='1500000000.5')
    layer.directory('bin')
    with open(busybox, 'rb') as program:
        layer.file('bin/busybox', program.read(), 0o755)
    layer.symlink('bin/sh', 'busybox')
    for name in 'cat', 'chmod', 'chown', 'ln', 'mkdir', 'mv', 'rm':
        layer.symlink('bin/' + name, '/bin/busybox')
    layer.directory('etc')
    layer.file('etc/passwd', b'root:x:0:0::/root:/bin/sh\nother:x:1234:1234::/:/bin/sh\n')
    layer.directory('tmp', 0o1777, mtime='1500000001.000000001')
    layer.directory('var')
    layer.directory('var/empty', 0o711)
    layer.directory('fs')
    layer.directory('other')
    layer.file('other/unused', unused)

    layer.file('fs/plain')
    layer.file('fs/empty', b'')
    layer.file('fs/name with  spaces ')
    layer.file('fs/näme-\u4e2d\u6587-\U0001f600')
    layer.file('fs/latin-\udce9')
    layer.file('fs/new\nline')
    layer.file('fs/-rf *')
    layer.file('fs/back\\slash"quote\'')
    layer.directory('fs/' + 'long' * 60)
    layer.file('fs/' + 'long' * 60 + '/' + 'name' * 60)

    layer.directory('fs/hard')
    layer.directory('fs/hard/below')
    layer.file('fs/hard/first', mode=0o640, uid=1234, pax={'SCHILY.xattr.user.linked': 'yes'})
    for name in 'second', 'third', 'below/fourth':
        layer.hard_link('fs/hard/' + name, 'fs/hard/first', mode=0o640, uid=1234)
    layer.file('fs/other-first')
    layer.hard_link('fs/other-second', 'fs/other-first', mode=0o644)
    layer.hard_link('fs/other-third', 'fs/other-first', mode=0o644)
    layer.symlink('fs/chain', 'chain-1')
    layer.symlink('fs/chain-1', '/fs/chain-2')
    layer.symlink('fs/chain-2', 'hard/../plain', uid=1234, gid=1234)
    layer.symlink('fs/absolute', '/etc/passwd')
    layer.symlink('fs/dangling', 'nowhere/to be found')
    layer.symlink('fs/escaping', '../../../../etc/passwd')
    layer.symlink('fs/loop', 'loop')
    layer.symlink('fs/directory-link', 'hard/')

    layer.file('fs/setuid', mode=0o4755)
    layer.file('fs/setgid', mode=0o2755, gid=1234)
    layer.file('fs/secret', mode=0)
    layer.file('fs/uid', uid=1234, gid=1234)
    layer.file('fs/big-uid', uid=3000000, gid=2000000000)
    layer.directory('fs/private', 0o700, uid=1234, gid=1234)
    layer.directory('fs/shared', 0o3775, gid=50)
    layer.directory('fs/open', 0o1777)
    raw = CAPABILITY.decode('utf-8', 'surrogateescape')
    layer.file('fs/capable', mode=0o755, pax={'SCHILY.xattr.security.capability': raw})
    layer.file('fs/noted', pax={'SCHILY.xattr.user.note': 'grüße\n\0=1', 'SCHILY.xattr.user.e': ''})
    layer.directory('fs/noted-directory', pax={'SCHILY.xattr.user.note': 'a directory'})

    layer.add('fs/fifo', tarfile.FIFOTYPE, 0o620)
    layer.add('fs/character', tarfile.CHRTYPE, 0o666, device=(1, 3))
    layer.add('fs/block', tarfile.BLKTYPE, 0o660, device=(259, 300))
    (layer.sparse if sparse else layer.full)('fs/sparse', 50 * MEBIBYTE, [
        (0, b'begin' * 100), (30 * MEBIBYTE + 7, b'middle'), (50 * MEBIBYTE - 3, b'end')])
    layer.file('fs/old', mtime='1.000000001')
    layer.file('fs/far', mtime='9000000000.75')

    layer.file('fs/replaced', b'from the base\n')
    layer.file('fs/deleted')
    layer.file('fs/recreated', b'from the base\n')
    layer.directory('fs/deleted-directory')
    layer.file('fs/deleted-directory/file')
    layer.directory('fs/narrowed', 0o777)
    layer.file('fs/narrowed/file')
    layer.directory('fs/file-later')
    layer.file('fs/file-later/hidden')
    layer.file('fs/directory-later')
    layer.symlink('fs/link-later-file', 'plain')
    layer.directory('opaque', 0o755)
    layer.file('opaque/below')
    layer.directory('opaque/nested')
    layer.file('opaque/nested/below')
    return layer


def middle():
    layer = Layer('middle')
    layer.directory('fs')
    layer.file('fs/replaced', b'from the middle\n', 0o600, uid=7)
    for name in 'fs/deleted', 'fs/recreated', 'fs/deleted-directory', 'fs/other-first':
        layer.whiteout(name)
    layer.directory('fs/narrowed', 0o711, mtime='1650000000.000001')
    layer.file('fs/file-later', mode=0o600)
    layer.directory('fs/directory-later', 0o750)
    layer.file('fs/directory-later/file')
    layer.file('fs/link-later-file')
    layer.directory('opaque', 0o750, uid=1234)
    layer.file('opaque/.wh..wh..opq', b'', mtime='0')
    layer.file('opaque/above')
    layer.directory('opaque/nested', 0o700)
    return layer


def top():
    layer = Layer('COPY')
    layer.directory('app')
    layer.file('app/run.sh', RUN, 0o755)
    layer.directory('fs')
    layer.file('fs/recreated', b'from the top\n')
    layer.directory('fs/hard')
    layer.file('fs/hard/first', b'no link any more\n')
    layer.file('fs/grown')
    return layer


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        file.write(content)


class Image:
    def __init__(self, layers):
        self.layers = [layer.close() for layer in layers]
        self.config = json.dumps({
            'architecture': 'arm64' if platform.machine() == 'aarch64' else 'amd64',
            'os': 'linux',
            'config': {'Entrypoint': ['/bin/sh', '/app/run.sh'], 'Env': ['PATH=/bin']},
            'rootfs': {'type': 'layers', 'diff_ids': [digest(blob) for blob in self.layers]},
            'history': [{'created_by': layer.created_by} for layer in layers]}).encode()
        self.manifest = json.dumps({
            'schemaVersion': 2,
            'mediaType': MEDIA_TYPE + 'manifest.v1+json',
            'config': descriptor('config.v1+json', self.config),
            'layers': [descriptor('layer.v1.tar', blob) for blob in self.layers]}).encode()

    def archive(self, path):
        members = {hex_of(blob) + '/layer.tar': blob for blob in self.layers}
        manifest = [{'Config': hex_of(self.config) + '.json', 'Layers': list(members),
                     'RepoTags': ['slim-it/filesystem:source']}]
        members[hex_of(self.config) + '.json'] = self.config
        members['manifest.json'] = json.dumps(manifest).encode()
        with tarfile.open(path, 'w') as archive:
            for member, content in members.items():
                info = tarfile.TarInfo(member)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))

    def layout(self, path):
        for blob in [*self.layers, self.config, self.manifest]:
            write(path + '/blobs/sha256/' + hex_of(blob), blob)
        index = {'schemaVersion': 2, 'manifests': [descriptor('manifest.v1+json', self.manifest)]}
        write(path + '/index.json', json.dumps(index).encode())
        write(path + '/oci-layout', b'{"imageLayoutVersion":"1.0.0"}')

    def push(self, registry):
        root = 'http://%s/v2/slim-it/filesystem/' % registry
        for blob in [*self.layers, self.config]:
            with request('POST', root + 'blobs/uploads/', b'') as started:
                place = urllib.parse.urljoin(root, started.headers['Location'])
            query = '&' if '?' in place else '?'
            request('PUT', place + query + 'digest=' + digest(blob), blob).close()
        request('PUT', root + 'manifests/source', self.manifest, MEDIA_TYPE + 'manifest.v1+json').close()


def hex_of(content):
    return hashlib.sha256(content).hexdigest()


def digest(content):
    return 'sha256:' + hex_of(content)


def descriptor(media_type, content):
    return {'mediaType': MEDIA_TYPE + media_type, 'digest': digest(content), 'size': len(content)}


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        file.write(content)


def request(method, url, content, media_type='application/octet-stream'):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return direct.open(urllib.request.Request(
        url, content, {'Content-Type': media_type}, method=method))


def main(busybox, directory, registry):
    unused = os.urandom(MEBIBYTE)
    image = Image([base(busybox, unused, True), middle(), top()])
    image.layout(directory + '/oci')
    image.archive(directory + '/image.tar')
    image.push(registry)
    Image([base(busybox, unused, False), middle(), top()]).archive(directory + '/engine.tar')


main(*sys.argv[1:])
