package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.run.RepositoryReading.FirstLook;
import dev.holdfast.guard.BaseExpectation;
import dev.holdfast.secrets.Secret;
import dev.holdfast.wire.Raw;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Proves that a page of the recovery kit restores: borg itself takes the key from the page's
/// lines, and with this key, and no other, lists the newest archive and extracts a file of it. The
/// repository is only read: where it holds its key itself, borg is given the page's in its place.
final class KitTestRun implements Run {
  private static final List<String> BORG = List.of("borg");

  private final List<String> paper;

  /// @param paper lines of the key on the page; empty for a repository that has none
  KitTestRun(List<String> paper) {
    this.paper = List.copyOf(paper);
  }

  @Override
  public Outcome.Done execute(RunContext context) {
    var secrets = RepositorySecrets.open(context);
    var own = OpenedKey.kept(context, secrets);
    context.log().step("connecting");
    var host = new Connections(context).repositoryHost();
    var look = new RepositoryReading(context, host).with(own).firstLook(secrets);
    context.log().step("typing the key of the page into borg");
    var key = key(context, look);
    var newest =
        look.shown().manifest().archives().stream()
            .filter(entry -> !entry.name().isCheckpoint())
            .reduce((_, later) -> later);
    if (newest.isEmpty()) {
      return listed(new ReadingBorg(context, host, BaseExpectation.none(), key));
    }
    var wanted = WantedArchive.of(context, look, newest.get().name().value());
    wanted.doubt().ifPresent(context.log()::warn);
    var borg = new ReadingBorg(context, host, wanted::against, key);
    return extracted(context, borg, newest.get());
  }

  private static Outcome.Done listed(ReadingBorg borg) {
    borg.run(BORG, "list", List.of("--short"), _ -> {});
    return new Outcome.Done(
        "the page of %s opens its repository".formatted(borg.context().target().name()),
        Optional.empty(),
        List.of("the repository has no archive yet, so nothing could be extracted"));
  }

  private static Outcome.Done extracted(RunContext context, ReadingBorg borg, ManifestEntry entry) {
    var archive = "::" + entry.name();
    context.log().step("listing %s with the key of the page".formatted(entry.name()));
    var sample = new SampleFile();
    borg.run(BORG, "list", List.of("--format", SampleFile.FORMAT, "--", archive), sample::feed);
    var name = context.target().name();
    if (sample.found().isEmpty()) {
      return new Outcome.Done(
          "the page of %s opens %s, which has %s"
              .formatted(name, entry.name(), Counted.of(sample.items(), "item")),
          Optional.empty(),
          List.of("none of them is a small file, so none was extracted"));
    }
    var file = sample.found().get();
    context.log().step("extracting " + file.path());
    var bytes = new AtomicLong();
    borg.run(
        BORG,
        "extract",
        List.of("--stdout", "--", archive, "pf:" + file.path()),
        chunk -> bytes.addAndGet(drained(chunk)));
    if (bytes.get() != file.bytes()) {
      throw new FleetException(
          ErrorCode.KIT_USELESS,
          "%s of %s came back with %d bytes instead of %d"
              .formatted(file.path(), entry.name(), bytes.get(), file.bytes()),
          "look at the repository: holdfast check " + name);
    }
    return new Outcome.Done(
        "the page of %s restores: borg took its key, listed the %d items of %s and extracted %s (%d bytes)"
            .formatted(name, sample.items(), entry.name(), file.path(), file.bytes()),
        Optional.empty(),
        List.of());
  }

  private static int drained(ByteBuffer chunk) {
    var length = chunk.remaining();
    chunk.position(chunk.limit());
    return length;
  }

  private SessionKey key(RunContext context, FirstLook look) {
    var target = context.target();
    var encryption = target.repository().encryption();
    var passphrase = RepositorySecrets.passphraseOnly(context);
    if (!encryption.hasPassphrase()) {
      return new SessionKey(context.scope().keep(Key.none()), Optional.empty(), passphrase);
    }
    if (paper.isEmpty()) {
      throw new FleetException(
          ErrorCode.KIT_USELESS,
          "there is no key on the page of " + target.name(),
          "make a new page: holdfast recovery-kit " + target.name() + " --to DIR");
    }
    var repository = look.shown().repository();
    var controller = new Connections(context).controller();
    var text = new PaperImport(context, controller).key(paper, encryption, repository);
    try {
      return session(context, OpenedKey.of(context, passphrase, text), passphrase);
    } catch (RefusedException e) {
      throw new FleetException(
          ErrorCode.KIT_USELESS,
          "the key on the page of %s cannot be used: %s".formatted(target.name(), e.getMessage()),
          "if the passphrase was changed since, make a new page: holdfast recovery-kit %s --to DIR"
              .formatted(target.name()));
    }
  }

  /// Neither key nor passphrase are replaced by others for the session, as they are for restores:
  /// it is they who are tested.
  private static SessionKey session(
      RunContext context, OpenedKey opened, RepositorySecrets passphrase) {
    KeyText text = opened.text();
    return switch (opened.key().type().place()) {
      case REPOSITORY ->
          new SessionKey(opened.key(), Optional.of(Raw.of(text.blob().text())), passphrase);
      case KEY_FILE -> {
        var file = Secret.takeOver(text.text().getBytes(StandardCharsets.UTF_8));
        yield new SessionKey(
            opened.key(),
            Optional.empty(),
            new RepositorySecrets(
                passphrase.passphrase(), Optional.of(context.scope().keep(file))));
      }
      case NOWHERE -> throw new IllegalArgumentException("a repository without key has no text");
    };
  }
}
