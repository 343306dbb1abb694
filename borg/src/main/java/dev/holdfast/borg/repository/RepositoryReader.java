package dev.holdfast.borg.repository;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyPlace;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An unlocked repository: its manifest and its archives' metadata, all of it proven.
///
/// Closing it forgets the key, if it has unlocked that itself; the [RepositoryCalls] stay with
/// whoever made them.
public final class RepositoryReader implements AutoCloseable {
  /// No chunk that Borg makes is larger.
  private static final int CHUNK_PLAIN_BYTES_MAX = 20 << 20;

  private final RepositoryCalls calls;
  private final Key key;
  private final boolean ownsKey;
  private final Optional<KeyText> lockedKey;
  private final Manifest manifest;

  private RepositoryReader(
      RepositoryCalls calls,
      Key key,
      boolean ownsKey,
      Optional<KeyText> lockedKey,
      Manifest manifest) {
    this.calls = calls;
    this.key = key;
    this.ownsKey = ownsKey;
    this.lockedKey = lockedKey;
    this.manifest = manifest;
  }

  /// Fetches the manifest, unlocks the key and proves the manifest with it.
  ///
  /// @param passphrase in UTF-8; left unchanged; unused in mode `none`
  /// @throws RefusedException if the passphrase is wrong or something is not to be believed
  public static RepositoryReader open(RepositoryCalls calls, byte[] passphrase, KeyChoice choice)
      throws IOException, RefusedException {
    byte[] object = calls.get(ObjectId.MANIFEST);
    KeyType type = KeyType.ofObject(object);
    if (choice.type().isPresent() && choice.type().get() != type) {
      throw new RefusedException(
          Refusal.WRONG_KEY_TYPE,
          "the repository's manifest is of the mode "
              + type.borgName()
              + ", but the repository is known to have the mode "
              + choice.type().get().borgName());
    }
    Optional<KeyText> locked = lockedKey(calls, type, choice);
    Key key =
        locked.isEmpty()
            ? Key.none()
            : locked.get().blob().unlock(type, calls.repositoryId(), passphrase);
    try {
      return new RepositoryReader(calls, key, true, locked, Manifest.read(object, key));
    } catch (RefusedException | RuntimeException e) {
      key.close();
      throw e;
    }
  }

  /// Fetches the manifest and proves it with a key that was unlocked before.
  ///
  /// @param unlocked what the text holds; stays with whoever unlocked it
  /// @throws RefusedException if the key is that of another repository, or something is not to be
  ///   believed
  public static RepositoryReader open(RepositoryCalls calls, KeyText text, Key unlocked)
      throws IOException, RefusedException {
    requireSame(text, calls);
    var manifest = Manifest.read(calls.get(ObjectId.MANIFEST), unlocked);
    return new RepositoryReader(calls, unlocked, false, Optional.of(text), manifest);
  }

  private static void requireSame(KeyText text, RepositoryCalls calls) throws RefusedException {
    if (!text.repository().equals(calls.repositoryId())) {
      throw new RefusedException(
          Refusal.WRONG_REPOSITORY,
          "the repository calls itself "
              + calls.repositoryId()
              + ", and the given key is that of "
              + text.repository());
    }
  }

  private static Optional<KeyText> lockedKey(RepositoryCalls calls, KeyType type, KeyChoice choice)
      throws IOException, RefusedException {
    if (type.place() == KeyPlace.NOWHERE) {
      return Optional.empty();
    }
    if (choice.text().isPresent()) {
      requireSame(choice.text().get(), calls);
      return choice.text();
    }
    if (type.place() == KeyPlace.KEY_FILE) {
      throw new RefusedException(
          Refusal.NO_KEY,
          "the repository is of the mode " + type.borgName() + ", and no key was given for it");
    }
    return Optional.of(new KeyText(calls.repositoryId(), KeyBlob.parse(calls.loadKey())));
  }

  /// What the repository calls itself.
  public ObjectId repositoryId() {
    return calls.repositoryId();
  }

  /// The repository's mode.
  public KeyType keyType() {
    return key.type();
  }

  /// The locked key that was used, as escrow keeps it; empty in mode `none`.
  public Optional<KeyText> lockedKey() {
    return lockedKey;
  }

  /// What the repository itself shows as its locked key, whether it was used or not: base64 text,
  /// not yet read; empty where it holds none.
  public String storedKey() throws IOException {
    return calls.loadKey();
  }

  /// The manifest as it was when this reader was opened.
  public Manifest manifest() {
    return manifest;
  }

  /// What the archive says of itself.
  ///
  /// Its name may differ from that in the manifest if `borg check --repair` has rebuilt the
  /// manifest; whoever expects them to be the same compares.
  public ArchiveMetadata archive(ManifestEntry entry) throws IOException, RefusedException {
    return ArchiveMetadata.read(entry.id(), calls.get(entry.id()), key);
  }

  /// Proves what each archive of the manifest says of itself.
  ///
  /// @throws RefusedException if one is not what the manifest's id names
  public void proveArchives() throws IOException, RefusedException {
    calls.getMany(
        manifest.archives().stream().map(ManifestEntry::id).toList(),
        (id, object) -> ArchiveMetadata.read(id, object, key));
  }

  /// The contents of ordinary objects, such as an archive's items, in the order of their ids; each
  /// is proven to be what its id names.
  public void contents(List<ObjectId> ids, RepositoryCalls.Receiver receiver)
      throws IOException, RefusedException {
    calls.getMany(
        ids, (id, object) -> receiver.accept(id, key.open(id, object, CHUNK_PLAIN_BYTES_MAX)));
  }

  /// The id of every object that the repository says it holds.
  public void ids(Consumer<ObjectId> receiver) throws IOException {
    calls.ids(receiver);
  }

  /// The key that proves everything here; closed with this reader.
  public Key key() {
    return key;
  }

  @Override
  public void close() {
    if (ownsKey) {
      key.close();
    }
  }
}
