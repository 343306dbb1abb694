package dev.holdfast.borg.repository;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// Reads one repository through one `borg serve`, and can replace its list of archives or its
/// locked key, or have it drop what was never committed.
///
/// It waits as long as the other side makes it wait: whoever has a deadline closes the [Duplex],
/// which wakes every call with an [IOException]. Not for several threads.
public final class ServeClient implements RepositoryCalls, AutoCloseable {
  /// How many objects are asked for ahead; their requests always fit into a pipe.
  private static final int REQUESTS_AHEAD_MAX = 16;

  private static final BorgVersion SPOKEN = BorgVersion.of(1, 2, 4);
  private static final int PAGE = 100_000;
  private static final int PAGES_MAX = 10_000;
  private static final Raw ID = Raw.of("id");

  private final ServeSession session;
  private final BorgVersion serverVersion;
  private final ObjectId repositoryId;
  private Value hostNonce = new Value.Nil();

  private ServeClient(ServeSession session, BorgVersion serverVersion, ObjectId repositoryId) {
    this.session = session;
    this.serverVersion = serverVersion;
    this.repositoryId = repositoryId;
  }

  /// Negotiates and opens an existing repository, without the right to delete.
  ///
  /// @param serve belongs to the client from now on, and is closed if this fails
  public static ServeClient open(Duplex serve, Opening opening) throws IOException {
    return open(serve, opening, false);
  }

  /// The same under the exclusive lock, for what changes the repository.
  public static ServeClient openToWrite(Duplex serve, Opening opening) throws IOException {
    return open(serve, opening, true);
  }

  private static ServeClient open(Duplex serve, Opening opening, boolean exclusive)
      throws IOException {
    ServeSession session = new ServeSession(serve);
    try {
      BorgVersion serverVersion = session.negotiate(SPOKEN);
      Value id = session.call("open", arguments(opening, exclusive));
      return new ServeClient(
          session, serverVersion, objectId(id, "it opened without naming an id"));
    } catch (IOException | RuntimeException e) {
      serve.close();
      throw e;
    }
  }

  private static Value.Map arguments(Opening opening, boolean exclusive) {
    return Value.Map.builder()
        .put("path", opening.path())
        .put("create", false)
        .put("lock_wait", opening.lockWait().toSeconds())
        .put("lock", opening.shareLock())
        .put("exclusive", exclusive)
        .put("append_only", true)
        .put("make_parent_dirs", false)
        .build();
  }

  private static ObjectId objectId(Value answer, String otherwise) throws RepositoryException {
    try {
      return ObjectId.parse(bytes(answer));
    } catch (RefusedException e) {
      throw new RepositoryException(RepositoryFailure.NOT_BORG, otherwise);
    }
  }

  /// The version of Borg on the repository host.
  public BorgVersion serverVersion() {
    return serverVersion;
  }

  @Override
  public ObjectId repositoryId() {
    return repositoryId;
  }

  @Override
  public byte[] get(ObjectId id) throws IOException {
    return bytes(session.call("get", idOnly(id)));
  }

  @Override
  public void getMany(List<ObjectId> ids, Receiver receiver) throws IOException, RefusedException {
    int asked = 0;
    boolean complete = false;
    try {
      for (int received = 0; received < ids.size(); received++) {
        while (asked < ids.size() && asked - received < REQUESTS_AHEAD_MAX) {
          session.ask("get", idOnly(ids.get(asked++)));
        }
        receiver.accept(ids.get(received), bytes(session.answer()));
      }
      complete = true;
    } finally {
      if (!complete) {
        session.abandon();
      }
    }
  }

  private static Value.Map idOnly(ObjectId id) {
    return Value.Map.builder().put(ID, Raw.of(id.bytes())).build();
  }

  @Override
  public String loadKey() throws IOException {
    byte[] text = bytes(session.call("load_key", Value.Map.builder().build()));
    if (text.length > KeyBlob.TEXT_CHARS_MAX) {
      throw new RepositoryException(RepositoryFailure.NOT_BORG, "its key is too long for a key");
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  @Override
  public void ids(Consumer<ObjectId> receiver) throws IOException {
    Value marker = new Value.Nil();
    for (int pages = 0; pages < PAGES_MAX; pages++) {
      Value page =
          session.call(
              "list", Value.Map.builder().put("limit", PAGE).put("marker", marker).build());
      if (!(page instanceof Value.Seq ids)) {
        throw new RepositoryException(RepositoryFailure.NOT_BORG, "it cannot list its objects");
      }
      if (ids.items().isEmpty()) {
        return;
      }
      for (Value id : ids.items()) {
        receiver.accept(objectId(id, "it lists something that is no id"));
      }
      marker = ids.items().getLast();
    }
    throw new RepositoryException(RepositoryFailure.NOT_BORG, "it lists objects without an end");
  }

  /// The nonce that the repository believes to be free; 0 if it knows of none.
  public long freeNonce() throws IOException {
    hostNonce = session.call("get_free_nonce", Value.Map.builder().build());
    return hostNonce instanceof Value.Int(long number) ? number : 0;
  }

  /// Tells the repository up to where nonces are taken, after it was asked for [#freeNonce].
  public void reserveNonces(long next) throws IOException {
    session.call(
        "commit_nonce_reservation",
        Value.Map.builder().put("next_unreserved", next).put("start_nonce", hostNonce).build());
  }

  /// Replaces the list of archives in one transaction; frees nothing. For a repository that was
  /// opened to be written to.
  ///
  /// @param object the sealed manifest
  public void replaceManifest(byte[] object) throws IOException {
    session.call(
        "put",
        Value.Map.builder()
            .put(ID, Raw.of(ObjectId.MANIFEST.bytes()))
            .put(Raw.of("data"), Raw.of(object))
            .put("wait", true)
            .build());
    session.call(
        "commit",
        Value.Map.builder()
            .put("save_space", false)
            .put("compact", false)
            .put("threshold", new Value.Real(0.1))
            .put("cleanup_commits", false)
            .build());
  }

  /// Replaces the locked key that the repository holds, at once and without a transaction. For a
  /// repository that was opened to be written to, and a mode whose key lies there.
  public void replaceKey(KeyBlob key) throws IOException {
    session.call(
        "save_key",
        Value.Map.builder()
            .put("keydata", Raw.of(key.text().getBytes(StandardCharsets.US_ASCII)))
            .build());
  }

  /// Makes the repository drop what sessions wrote and never committed, which Borg does before the
  /// first change of a transaction. The change is the removal of an object that nobody stored: it
  /// fails, and nothing is committed. For a repository that was opened to be written to.
  ///
  /// @param nobodys an id made by chance
  public void dropUncommitted(ObjectId nobodys) throws IOException {
    try {
      session.call(
          "delete", Value.Map.builder().put(ID, Raw.of(nobodys.bytes())).put("wait", true).build());
    } catch (RepositoryException e) {
      if (e.failure() == RepositoryFailure.OBJECT_NOT_FOUND) {
        return;
      }
      throw e;
    }
    throw new RepositoryException(
        RepositoryFailure.NOT_BORG, "it knows an object that nobody has stored");
  }

  @Override
  public long length() throws IOException {
    Value answer = session.call("__len__", Value.Map.builder().build());
    if (answer instanceof Value.Int(long count) && count >= 0) {
      return count;
    }
    throw new RepositoryException(RepositoryFailure.NOT_BORG, "it cannot count its objects");
  }

  private static byte[] bytes(Value answer) throws RepositoryException {
    if (answer instanceof Raw raw) {
      return raw.toByteArray();
    }
    throw new RepositoryException(RepositoryFailure.NOT_BORG, "an answer is not a byte string");
  }

  /// Asks nothing more, and leaves the conversation and the open repository to somebody else;
  /// closing the client then does nothing.
  public void handOver() throws IOException {
    session.handOver();
  }

  /// Ends the session in order, so that `borg serve` gives its lock back, and waits for its end.
  @Override
  public void close() {
    session.close();
  }
}
