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

/// Reads one repository through one `borg serve`.
///
/// It waits as long as the other side makes it wait: whoever has a deadline closes the [Duplex],
/// which wakes every call with an [IOException]. Not for several threads.
public final class ServeClient implements RepositoryCalls, AutoCloseable {
  /// How many objects are asked for ahead; their requests always fit into a pipe.
  private static final int REQUESTS_AHEAD_MAX = 16;

  private static final BorgVersion SPOKEN = BorgVersion.of(1, 2, 4);
  private static final Raw ID = Raw.of("id");

  private final ServeSession session;
  private final BorgVersion serverVersion;
  private final ObjectId repositoryId;

  private ServeClient(ServeSession session, BorgVersion serverVersion, ObjectId repositoryId) {
    this.session = session;
    this.serverVersion = serverVersion;
    this.repositoryId = repositoryId;
  }

  /// Negotiates and opens an existing repository, without the right to delete.
  ///
  /// @param serve belongs to the client from now on, and is closed if this fails
  public static ServeClient open(Duplex serve, Opening opening) throws IOException {
    ServeSession session = new ServeSession(serve);
    try {
      BorgVersion serverVersion = session.negotiate(SPOKEN);
      Value id = session.call("open", arguments(opening));
      return new ServeClient(session, serverVersion, repositoryId(id));
    } catch (IOException | RuntimeException e) {
      serve.close();
      throw e;
    }
  }

  private static Value.Map arguments(Opening opening) {
    return Value.Map.builder()
        .put("path", opening.path())
        .put("create", false)
        .put("lock_wait", opening.lockWait().toSeconds())
        .put("lock", opening.shareLock())
        .put("exclusive", false)
        .put("append_only", true)
        .put("make_parent_dirs", false)
        .build();
  }

  private static ObjectId repositoryId(Value answer) throws RepositoryException {
    try {
      return ObjectId.parse(bytes(answer));
    } catch (RefusedException e) {
      throw new RepositoryException(RepositoryFailure.NOT_BORG, "it opened without naming an id");
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

  /// Ends the session in order, so that `borg serve` gives its lock back, and waits for its end.
  @Override
  public void close() {
    session.close();
  }
}
