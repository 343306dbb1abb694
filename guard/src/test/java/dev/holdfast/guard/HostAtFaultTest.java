package dev.holdfast.guard;

import static dev.holdfast.guard.HostileTarget.NAME;
import static dev.holdfast.guard.HostileTarget.NOW;
import static dev.holdfast.guard.HostileTarget.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.guard.HostileTarget.Judged;
import dev.holdfast.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An honest client, and a repository host that shows the guard something else than it has
/// acknowledged, so that the client looks like an attacker.
class HostAtFaultTest {
  /// What the host makes of an object.
  enum Lie {
    MISSING,
    SHORT,
    ALTERED,
    SWAPPED;

    byte @Nullable [] of(HostileTarget target, byte[] object) {
      return switch (this) {
        case MISSING -> null;
        case SHORT -> Arrays.copyOf(object, 3);
        case ALTERED -> {
          byte[] altered = object.clone();
          altered[altered.length / 2] ^= 1;
          yield altered;
        }
        case SWAPPED -> target.held(target.oldChunk);
      };
    }
  }

  private static HostileTarget target() {
    return new HostileTarget(KeyType.REPOKEY).opened();
  }

  private static void tell(HostileTarget target, ObjectId id, Lie lie) {
    byte[] shown = lie.of(target, target.held(id));
    if (shown == null) {
      target.stored.remove(id);
    } else {
      target.stored.put(id, shown);
    }
  }

  private static void assertHostBlamed(Judged judged) {
    assertThat(judged.refused()).as(judged.detail()).contains(Reason.WRONG_REPOSITORY);
    assertThat(judged.refused().flatMap(Reason::blames)).contains(Side.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void an_archive_that_was_acknowledged_is_there(Lie lie) {
    HostileTarget target = target();
    ManifestEntry archive = target.putsHonestArchive(NAME.value());
    tell(target, archive.id(), lie);
    assertHostBlamed(target.putManifest(archive));
  }

  @ParameterizedTest
  @EnumSource
  void a_list_of_files_that_was_acknowledged_is_there(Lie lie) {
    assertListIsMissed("etc/c", lie);
  }

  @ParameterizedTest
  @EnumSource
  void what_was_held_when_it_was_sent_is_there(Lie lie) {
    assertListIsMissed("etc/a", lie);
  }

  private static void assertListIsMissed(String path, Lie lie) {
    HostileTarget target = target();
    byte[] item = item(path, target.oldChunk, 25);
    ManifestEntry archive = target.putsArchive(NAME.value(), NOW, item);
    tell(target, target.key.idOf(item), lie);
    assertHostBlamed(target.putManifest(archive));
  }

  @ParameterizedTest
  @EnumSource
  void an_old_list_of_files_is_there(Lie lie) {
    HostileTarget target = target();
    ObjectId stream = target.key.idOf(item("etc/a", target.oldChunk, 25));
    ObjectId id = target.puts(target.metadata(NAME.value(), NOW, List.of(stream)));
    ObjectId lost = lie == Lie.SWAPPED ? stream : target.entries.getFirst().id();
    tell(target, lost, lie);
    assertHostBlamed(target.putManifest(new ManifestEntry(NAME, id, NOW)));
  }

  @ParameterizedTest
  @EnumSource
  void an_old_chunk_is_not_hidden_together_with_the_archives_that_name_it(Lie lie) {
    HostileTarget target = target();
    ManifestEntry archive =
        target.putsArchive(NAME.value(), NOW, item("etc/c", target.oldChunk, 25));
    target.entries.forEach(entry -> tell(target, entry.id(), lie));
    target.stored.remove(target.oldChunk);
    assertHostBlamed(target.putManifest(archive));
  }

  @ParameterizedTest
  @EnumSource(names = "MISSING", mode = EnumSource.Mode.EXCLUDE)
  void what_no_archive_names_is_what_it_was(Lie lie) {
    HostileTarget target = target();
    ObjectId orphan = target.store("left over".getBytes(StandardCharsets.UTF_8));
    ManifestEntry archive = target.putsArchive(NAME.value(), NOW, item("etc/c", orphan, 9));
    tell(target, orphan, lie);
    assertHostBlamed(target.putManifest(archive));
  }

  @Test
  void nobody_but_the_client_has_said_that_there_is_what_no_archive_names() {
    HostileTarget target = target();
    ObjectId orphan = target.key.idOf("left over".getBytes(StandardCharsets.UTF_8));
    Judged judged = target.putManifest(target.putsArchive(NAME.value(), NOW, item("a", orphan, 9)));
    assertThat(judged.refused()).contains(Reason.CONTENT_REFUSED);
    assertThat(judged.detail()).contains("does not exist");
  }

  @Test
  void a_sound_object_that_says_what_cannot_be_is_the_clients() {
    HostileTarget target = target();
    byte[] noise = "noise".getBytes(StandardCharsets.UTF_8);
    Judged judged = target.putManifest(target.putsArchive(NAME.value(), NOW, noise));
    assertThat(judged.refused()).contains(Reason.CONTENT_REFUSED);
  }

  @Test
  void a_host_that_has_said_that_it_is_full_is_no_liar() {
    HostileTarget target = target();
    target.full = true;
    Judged judged = target.putManifest(target.putsHonestArchive(NAME.value()));
    assertThat(judged.refused()).as(judged.detail()).isEmpty();
    assertThat(target.told()).isInstanceOf(Reply.Failure.class);
    assertThat(target.ask("commit", Talk.args()).refused()).isPresent();
  }
}
