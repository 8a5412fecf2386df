import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface Layer {
  readonly createdBy: string;
  readonly archive: Buffer;
}

export interface ImageDescription {
  readonly architecture: string;
  /** ISO 8601. */
  readonly created: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly layers: readonly Layer[];
  /** Of gzip: 1 to 9. */
  readonly compression: number;
}

/**
 * Writes an image as a folder that skopeo, podman, buildah, crane and containerd read.
 *
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export function writeLayout(
  folder: string,
  image: ImageDescription,
): { readonly digest: string; readonly bytes: number } {
  const { architecture, created, config, layers, compression } = image;
  const blobs = path.join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const blob = (mediaType: string, bytes: Uint8Array): Descriptor => {
    const hash = sha256(bytes);
    writeFileSync(path.join(blobs, hash), bytes);
    return { mediaType, digest: `sha256:${hash}`, size: bytes.length };
  };
  const json = (mediaType: string, value: unknown) => blob(mediaType, Buffer.from(JSON.stringify(value)));

  const packed = layers.map(({ archive }) =>
    blob('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(archive, { level: compression })),
  );
  const configuration = json('application/vnd.oci.image.config.v1+json', {
    created,
    architecture,
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ archive }) => `sha256:${sha256(archive)}`) },
    history: layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = json(mediaType, { schemaVersion: 2, mediaType, config: configuration, layers: packed });
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      {
        ...manifest,
        platform: { architecture, os: 'linux' },
        annotations: { 'org.opencontainers.image.ref.name': image.name },
      },
    ],
  };
  writeFileSync(path.join(folder, 'index.json'), JSON.stringify(index));
  writeFileSync(path.join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  return { digest: manifest.digest, bytes: packed.reduce((sum, { size }) => sum + size, 0) };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
