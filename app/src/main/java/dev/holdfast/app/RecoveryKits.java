package dev.holdfast.app;

import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.PaperKey;
import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RecoveryFacts;
import dev.holdfast.kit.HtmlPage;
import dev.holdfast.kit.KitPage;
import dev.holdfast.kit.PdfPage;
import dev.holdfast.secrets.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Makes pages of the recovery kit and writes them.
final class RecoveryKits {
  /// What was made for one target.
  ///
  /// @param fingerprint of the key on the page; empty where the repository has none
  /// @param html where the page is
  /// @param pdf the same as PDF
  /// @param warnings what a person should know
  record Kit(
      String target,
      Instant made,
      Optional<String> fingerprint,
      Optional<Path> html,
      Optional<Path> pdf,
      List<String> warnings,
      Optional<Outcome.Failed> failure) {
    /// @throws FleetException if there is none
    void requireMade() {
      failure.ifPresent(failed -> {
        throw new FleetException(failed.code(), failed.sentence(), failed.nextStep());
      });
    }
  }

  private final Assembly assembly;
  private final boolean withPassphrase;

  RecoveryKits(Assembly assembly, boolean withPassphrase) {
    this.assembly = assembly;
    this.withPassphrase = withPassphrase;
  }

  /// Writes the pages of the targets, for their owner only. One target's failure is its own.
  List<Kit> write(List<Target> targets, Path directory) {
    create(directory);
    return assembly.recovery().gather(targets).stream()
        .map(facts -> write(facts, directory))
        .toList();
  }

  /// The page for a browser, as it would be written now.
  byte[] html(Target target) {
    var facts = assembly.recovery().gather(List.of(target)).getFirst();
    facts
        .failure()
        .ifPresent(failed -> {
          throw new FleetException(failed.code(), failed.sentence(), failed.nextStep());
        });
    return HtmlPage.of(page(facts, Optional.empty()));
  }

  private Kit write(RecoveryFacts facts, Path directory) {
    var name = facts.target().name();
    if (facts.failure().isPresent()) {
      return new Kit(
          name,
          facts.gathered(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          facts.failure());
    }
    var html = directory.resolve(name + ".html");
    var pdf = directory.resolve(name + ".pdf");
    var passphrase = passphrase(facts);
    try {
      var page = page(facts, passphrase);
      replace(html, HtmlPage.of(page));
      replace(pdf, PdfPage.of(page));
    } finally {
      passphrase.ifPresent(Secret::close);
    }
    return new Kit(
        name,
        facts.gathered(),
        facts.key().map(key -> key.blob().fingerprint()),
        Optional.of(html),
        Optional.of(pdf),
        facts.doubts(),
        Optional.empty());
  }

  private Optional<Secret> passphrase(RecoveryFacts facts) {
    return withPassphrase && facts.key().isPresent()
        ? facts.target().repository().passphrase().map(assembly.secrets()::open)
        : Optional.empty();
  }

  private void replace(Path path, byte[] content) {
    try {
      assembly.writePrivate(path, content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static void create(Path directory) {
    try {
      var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, mode);
      }
    } catch (IOException e) {
      throw new FleetException(
          ErrorCode.DESTINATION_UNUSABLE,
          "the directory " + directory + " cannot be made",
          "name another one with --to",
          e);
    }
  }

  private static KitPage page(RecoveryFacts facts, Optional<Secret> passphrase) {
    var target = facts.target();
    var repository = target.repository();
    var place =
        new KitPage.Place(
            repository.host().name(),
            login(repository.host().endpoint()),
            repository.path(),
            repository.host().borg(),
            facts.borgVersion());
    return new KitPage(
        target.name(),
        facts.gathered(),
        place,
        repository.encryption().borgName(),
        facts.repository().map(id -> id.hex()),
        facts.key().map(key -> locked(key, repository.encryption())),
        passphrase);
  }

  private static KitPage.LockedKey locked(KeyText key, Encryption encryption) {
    var lines = PaperKey.lines(key);
    return new KitPage.LockedKey(
        lines.subList(1, lines.size()),
        key.text(),
        key.blob().fingerprint(),
        !encryption.keyIsOutside());
  }

  private static Optional<KitPage.Login> login(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Local _ -> Optional.empty();
      case Endpoint.Ssh ssh ->
          Optional.of(
              new KitPage.Login(
                  ssh.user(),
                  ssh.host(),
                  ssh.port(),
                  ssh.jumps().stream().map(RecoveryKits::jump).toList(),
                  HostKeyLines.fingerprints(ssh.knownHosts())));
    };
  }

  private static String jump(Endpoint.Ssh hop) {
    var host = hop.host().contains(":") ? "[" + hop.host() + "]" : hop.host();
    return hop.user() + "@" + host + ":" + hop.port();
  }
}
