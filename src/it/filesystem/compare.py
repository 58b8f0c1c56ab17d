"""Compares what stayed of an image with what it was: compare.py SOURCE SLIM.

Each is one of oci:DIRECTORY, tar:FILE, registry:HOST/NAME:TAG, docker:NAME (as the engine saves it),
or export:NAME (as the engine's file system shows it). Prints the paths that SLIM lacks, one a line.
Fails if SLIM has a path that SOURCE lacks, or that differs in anything.
"""
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import urllib.request

# Made by Docker for every container, in an export.
DOCKERS = ('/.dockerenv', '/dev', '/proc', '/sys', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf',
           '/etc/mtab')


def quoted(path):
    return path.encode('unicode_escape', 'surrogatepass').decode()


class File:
    """One inode; its paths are the hard links to it."""

    def __init__(self, tar, info):
        self.facts = {
            'type': info.type, 'mode': oct(info.mode), 'owner': (info.uid, info.gid),
            'mtime': info.pax_headers.get('mtime', str(info.mtime)),
            'xattrs': {key: value for key, value in info.pax_headers.items()
                       if key.startswith('SCHILY.xattr.')},
            'sparse': info.sparse,
        }
        if info.issym():
            self.facts['target'] = info.linkname
        if info.ischr() or info.isblk():
            self.facts['device'] = (info.devmajor, info.devminor)
        if info.isreg():
            content = hashlib.sha256()
            with tar.extractfile(info) as stream:
                while part := stream.read(1 << 20):
                    content.update(part)
            self.facts['content'] = (info.size, content.hexdigest())


def clean(name):
    name = name.removeprefix('./').strip('/')
    return '' if name == '.' else '/' + name


def below(path, parent):
    return path == parent or path.startswith(parent + '/')


def apply(layer, files):
    """Puts a layer on files, a map from paths."""
    if layer[:2] == b'\x1f\x8b':
        layer = gzip.decompress(layer)
    own = {}
    with tarfile.open(fileobj=io.BytesIO(layer), errors='surrogateescape') as tar:
        for info in tar:
            path = clean(info.name)
            folder, name = os.path.split(path)
            if name == '.wh..wh..opq':
                hidden = [f for f in files if f != folder and below(f, folder)]
            elif name.startswith('.wh.'):
                hidden = [f for f in files if below(f, folder.rstrip('/') + '/' + name[4:])]
            else:
                if info.islnk():
                    own[path] = own[clean(info.linkname)]
                else:
                    assert path not in own, 'twice: ' + quoted(path)
                    own[path] = File(tar, info)
                continue
            for f in hidden:
                del files[f]
    for path, file in own.items():
        if file.facts['type'] != tarfile.DIRTYPE:
            for f in [f for f in files if below(f, path)]:
                del files[f]
    files.update(own)


def members(archive):
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        read = {}
        for info in tar:
            name = os.path.normpath(info.name)
            if info.isreg():
                read[name] = tar.extractfile(info).read()
            elif info.issym() or info.islnk():
                base = os.path.dirname(name) if info.issym() else ''
                read[name] = read[os.path.normpath(os.path.join(base, info.linkname))]
        return read


def archive_layers(archive):
    read = members(archive)
    image, = json.loads(read['manifest.json'])
    return read[image['Config']], [read[layer] for layer in image['Layers']]


def manifest_layers(manifest, blob):
    manifest = json.loads(manifest)
    return blob(manifest['config']['digest']), [blob(layer['digest']) for layer in manifest['layers']]


def read_file(path):
    with open(path, 'rb') as file:
        return file.read()


def fetch(url):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    accept = {'Accept': 'application/vnd.oci.image.manifest.v1+json'}
    with direct.open(urllib.request.Request(url, headers=accept)) as answer:
        return answer.read()


def call(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def layers(kind, place):
    if kind == 'tar':
        return archive_layers(read_file(place))
    if kind == 'docker':
        return archive_layers(call('docker', 'save', place))

    def checked(content, digest):
        assert digest == 'sha256:' + hashlib.sha256(content).hexdigest(), digest
        return content

    if kind == 'oci':
        def blob(digest):
            return checked(read_file(place + '/blobs/' + digest.replace(':', '/')), digest)
        index = json.loads(read_file(place + '/index.json'))
        return manifest_layers(blob(index['manifests'][0]['digest']), blob)
    assert kind == 'registry', kind
    host, name = place.split('/', 1)
    name, tag = name.split(':')
    root = 'http://%s/v2/%s/' % (host, name)
    return manifest_layers(fetch(root + 'manifests/' + tag),
                           lambda digest: checked(fetch(root + 'blobs/' + digest), digest))


def exported(name):
    container = call('docker', 'create', '--net', 'none', name).decode().strip()
    try:
        files = {}
        apply(call('docker', 'export', container), files)
    finally:
        call('docker', 'rm', container)
    for path in [f for f in files if any(below(f, made) for made in DOCKERS)]:
        del files[path]
    for path in '', '/etc':
        if path in files:
            del files[path].facts['mtime']
    return files


def read(reference):
    kind, place = reference.split(':', 1)
    if kind == 'export':
        return exported(place)
    config, blobs = layers(kind, place)
    diff_ids = ['sha256:' + hashlib.sha256(
        gzip.decompress(blob) if blob[:2] == b'\x1f\x8b' else blob).hexdigest() for blob in blobs]
    assert diff_ids == json.loads(config)['rootfs']['diff_ids'], diff_ids
    files = {}
    for blob in blobs:
        apply(blob, files)
    return files


def links(files, others):
    """For each path, those of its hard links that others have too."""
    groups = {}
    for path, file in files.items():
        if path in others:
            groups.setdefault(id(file), set()).add(path)
    return {path: sorted(groups[id(file)]) for path, file in files.items() if path in others}


def main(source, slim):
    source, slim = read(source), read(slim)
    faults = [quoted(path) + ' is not of the source' for path in slim.keys() - source.keys()]
    source_links, slim_links = links(source, slim), links(slim, source)
    for path in source.keys() & slim.keys():
        before, after = source[path].facts, slim[path].facts
        for fact in before.keys() | after.keys():
            if before.get(fact) != after.get(fact):
                faults.append('%s: %s was %r, is %r'
                              % (quoted(path), fact, before.get(fact), after.get(fact)))
        if source_links[path] != slim_links[path]:
            faults.append('%s: linked to %s, is linked to %s'
                          % (quoted(path), source_links[path], slim_links[path]))
    for path in sorted(source.keys() - slim.keys()):
        print(quoted(path))
    sys.exit('\n'.join(sorted(faults)) or 0)


main(*sys.argv[1:])
