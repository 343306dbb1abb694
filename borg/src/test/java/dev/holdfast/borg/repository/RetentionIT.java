package dev.holdfast.borg.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveDraft;
import dev.holdfast.borg.archive.ArchiveSize;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestDraft;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.archive.Origin;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.retention.Age;
import dev.holdfast.borg.retention.Candidate;
import dev.holdfast.borg.retention.Fate;
import dev.holdfast.borg.retention.Histories;
import dev.holdfast.borg.retention.KeepRules;
import dev.holdfast.borg.retention.Retention;
import dev.holdfast.borg.retention.RetentionPlan;
import dev.holdfast.borg.retention.Safeguards;
import dev.holdfast.testkit.RealBorg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Our plan for a history is what Borg's own `prune --dry-run --list` says of it: 1000 histories of
/// up to 40 archives, in five zones, with both Borgs.
final class RetentionIT {
  private static final int HISTORIES = 100;
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland");

  private static final Pattern LINE = Pattern.compile("(\\D.*?:) +(h\\d+-\\S+) .*");

  /// What would have to be done once per command is done once for all: Python's start, the parser
  /// of arguments, and the cache of chunks, in which a dry run does not look.
  private static final String SCRIPT =
      """
      import contextlib, functools, logging, sys
      from borg import archiver
      archiver.Cache = lambda *args, **kw: contextlib.nullcontext()
      archiver.Archiver.build_parser = functools.lru_cache(archiver.Archiver.build_parser)
      archiver.setup_logging(level='warning')
      prune = archiver.Archiver()
      output = logging.getLogger('borg.output.list')
      output.addHandler(logging.StreamHandler(sys.stdout))
      output.setLevel(logging.INFO)
      output.propagate = False
      for line in open(sys.argv[1]):
          print('history', flush=True)
          args = prune.parse_args(line.split())
          if prune.do_prune(args) not in (0, None):
              sys.exit('borg failed: ' + line)
      """;

  @TempDir Path directory;

  static Stream<Arguments> zones() {
    return RealBorg.all().stream()
        .flatMap(borg ->
            ZONES.stream()
                .map(zone -> Arguments.argumentSet(borg.version() + " " + zone, borg, zone)));
  }

  @ParameterizedTest
  @MethodSource("zones")
  void our_plan_is_that_of_borg(RealBorg borg, String zone) throws Exception {
    Instant now = Instant.now();
    Histories generated = new Histories(zone.hashCode() + borg.version().hashCode(), now);
    List<Histories.History> histories = new ArrayList<>();
    for (int i = 0; i < HISTORIES; i++) {
      histories.add(generated.next("h" + i));
    }
    RealRepository repository = RealRepository.init(borg, directory, "none");
    Map<Candidate, Candidate> stored = new HashMap<>();
    try (WritingSession session =
        new WritingSession(repository.serve(), repository.opening(), Key.none())) {
      write(session, histories, stored);
    }
    List<String> ours = new ArrayList<>();
    for (Histories.History history : histories) {
      List<Candidate> archives = history.archives().stream().map(stored::get).toList();
      ours.add(
          shown(
              new Retention(history.rules(), Safeguards.none(), ZoneId.of(zone))
                  .plan(archives, now)));
    }
    assertThat(asBorgSays(borg, repository, zone, histories)).isEqualTo(ours);
    Histories.History last = histories.getLast();
    String command = repository.runIn(zone, arguments(repository, last).toArray(String[]::new));
    assertThat(comparable(command)).isEqualTo(ours.getLast());
  }

  private static void write(
      WritingSession session, List<Histories.History> histories, Map<Candidate, Candidate> stored)
      throws Exception {
    Manifest manifest = session.manifest();
    List<ManifestEntry> entries = new ArrayList<>();
    for (Histories.History history : histories) {
      for (Candidate archive : history.archives()) {
        ObjectId id = session.put(session.writer().archive(draft(archive)), Compression.NONE);
        entries.add(new ManifestEntry(archive.name(), id, archive.time()));
        stored.put(archive, new Candidate(archive.name(), id, archive.time()));
      }
    }
    session.commit(ManifestDraft.after(manifest, manifest.timestamp(), entries));
  }

  private static ArchiveDraft draft(Candidate archive) {
    return new ArchiveDraft(
        archive.name(),
        archive.time(),
        archive.time(),
        new Origin("", "t1", "root", List.of("borg", "create")),
        new ArchiveSize(OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(0)),
        List.of());
  }

  private List<String> asBorgSays(
      RealBorg borg, RealRepository repository, String zone, List<Histories.History> histories)
      throws Exception {
    List<String> lines = new ArrayList<>();
    for (Histories.History history : histories) {
      lines.add(String.join(" ", arguments(repository, history)));
    }
    Path commands = Files.write(directory.resolve("commands"), lines);
    Path script = Files.writeString(directory.resolve("prune.py"), SCRIPT);
    Path output = directory.resolve("output");
    ProcessBuilder python =
        new ProcessBuilder(borg.pythonWords(script.toString(), commands.toString()))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    python.environment().putAll(repository.environment(zone));
    assertThat(python.start().waitFor()).isZero();
    return Stream.of(Files.readString(output).split("history\n", -1))
        .skip(1)
        .map(RetentionIT::comparable)
        .toList();
  }

  private static List<String> arguments(RealRepository repository, Histories.History history) {
    List<String> words =
        new ArrayList<>(List.of("prune", "--dry-run", "--list", "-a", history.prefix() + "-*"));
    KeepRules rules = history.rules();
    rules.within().ifPresent(age -> words.add("--keep-within=" + Age.text(age)));
    rules
        .counts()
        .forEach((period, count) -> words.add("--keep-" + period.ruleName() + "=" + count));
    words.add(repository.path().toString());
    return words;
  }

  /// One line for each archive: its name and why it stays.
  private static String comparable(String listing) {
    StringBuilder lines = new StringBuilder();
    for (String line : listing.lines().toList()) {
      Matcher words = LINE.matcher(line);
      assertThat(words.matches()).as(line).isTrue();
      lines.append(words.group(2)).append(' ').append(words.group(1)).append('\n');
    }
    return lines.toString();
  }

  private static String shown(RetentionPlan plan) {
    StringBuilder lines = new StringBuilder();
    for (RetentionPlan.Planned planned : plan.archives()) {
      lines.append(planned.archive().name()).append(' ').append(said(planned.fate())).append('\n');
    }
    return lines.toString();
  }

  private static String said(Fate fate) {
    return switch (fate) {
      case Fate.ByRule rule -> "Keeping archive (rule: " + rule.reason() + "):";
      case Fate.LatestCheckpoint _ -> "Keeping checkpoint archive:";
      case Fate.Dropped _ -> "Would prune:";
      case Fate.Held _, Fate.Protected _, Fate.Floor _, Fate.Undated _ ->
          throw new IllegalStateException("no safeguard was asked for");
    };
  }
}
