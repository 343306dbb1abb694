package dev.holdfast.lab.attacks;

import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What an attacker finds on the machine that was taken over, and where the attack notes what it
/// gained besides damage.
final class Scene {
  /// Opens one more conversation, where that is possible.
  interface Another {
    Duplex open() throws IOException;
  }

  private final String archive;
  private final Path neighbour;
  private final Duration patience;
  private final Another another;
  private final List<String> gains = new ArrayList<>();
  private final List<String> honest = new ArrayList<>();

  /// @param archive the name that borg was told to give to the new archive
  /// @param neighbour a repository of somebody else on the same host
  /// @param patience how long an attacker waits for an end before it counts as never
  Scene(String archive, Path neighbour, Duration patience, Another another) {
    this.archive = archive;
    this.neighbour = neighbour;
    this.patience = patience;
    this.another = another;
  }

  String archive() {
    return archive;
  }

  Path neighbour() {
    return neighbour;
  }

  Duration patience() {
    return patience;
  }

  /// Connects once more, to the same door.
  Duplex another() throws IOException {
    return another.open();
  }

  Instant now() {
    return Instant.now();
  }

  /// Notes an archive that an honest borg might have added as well: it may stay.
  void addedHonestly(String name) {
    honest.add(name);
  }

  List<String> honest() {
    return List.copyOf(honest);
  }

  /// Notes what was gained; a few words.
  void gained(String what) {
    gains.add(what);
  }

  List<String> gains() {
    return List.copyOf(gains);
  }
}
