package dev.holdfast.lab.attacks;

import static dev.holdfast.lab.attacks.Edits.with;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Reading old files by way of an archive that is read honestly one day.
final class OldContents {
  private OldContents() {}

  static List<Attack> all() {
    return List.of(
        new Attack(
            "read-old-files-as-a-list",
            "add an archive whose list of files goes through an old file's content, which is read the next night together with the list",
            "each piece of a new archive's list of files was sent tonight, or is one of an older list",
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var old = grip.onlyInOldest();
              var begun = grip.store(begun(size(grip, borg, old)));
              var now = scene.now();
              var id = grip.storeArchive(Grip.archive(scene.archive(), now, List.of(begun, old)));
              grip.commit(grip.manifestOf(grip.plus(scene.archive(), id, Grip.time(now))));
              grip.forge().open(borg.get(old));
              scene.gained("old file contents are read");
            }));
  }

  /// An item that lacks its last bytes: the value of an attribute.
  private static byte[] begun(int size) {
    var attribute = Value.Map.builder().put("user.x", Raw.of(new byte[size])).build();
    var whole = MessagePackWriter.toBytes(with(Grip.file("a", List.of(), 0), "xattrs", attribute));
    return Arrays.copyOf(whole, whole.length - size);
  }

  /// What the oldest archive's list says of a content's size.
  private static int size(Grip grip, HostileBorg borg, ObjectId content)
      throws IOException, RefusedCallException {
    for (var stream : grip.streams(grip.oldest())) {
      var plain = grip.forge().open(borg.get(stream));
      for (int at = ObjectId.BYTES; at < plain.length; at++) {
        if (Arrays.equals(plain, at - ObjectId.BYTES, at, content.bytes(), 0, ObjectId.BYTES)) {
          return number(ByteBuffer.wrap(plain, at, plain.length - at));
        }
      }
    }
    throw new IOException("the content is in no list");
  }

  private static int number(ByteBuffer packed) {
    int first = packed.get() & 0xff;
    return switch (first) {
      case 0xcc -> packed.get() & 0xff;
      case 0xcd -> packed.getShort() & 0xffff;
      case 0xce -> packed.getInt();
      default -> first;
    };
  }
}
