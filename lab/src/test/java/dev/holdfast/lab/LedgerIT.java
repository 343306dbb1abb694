package dev.holdfast.lab;

import static dev.holdfast.lab.Stage.assertEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.RealBorg;
import dev.holdfast.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The repository host, or whoever can write there, changes history behind the controller's back:
/// the ledger knows, nothing is written, and a person decides.
@Order(-240)
class LedgerIT {
  private static final int TAMPERED = 7;
  private static final int LEDGER = 9;

  @AutoClose private static Stage stage;
  private static Somebody somebody;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.open("web1");
    somebody = new Somebody(stage, "web1");
    stage.ok(stage.fleet(), "backup");
    stage.remember();
  }

  @BeforeEach
  void begin_anew() throws IOException {
    stage.goBack();
  }

  @Test
  void an_archive_that_was_deleted_outside_stops_backups_until_a_person_accepts_it()
      throws IOException {
    stage.ok(stage.fleet(), "backup");
    var gone = stage.archives(stage.fleet(), "web1").getFirst().name();
    somebody.borg("delete", "::" + gone);

    assertEnds(stage.run(stage.fleet(), "backup"), TAMPERED, "LDG-004", gone);
    assertEnds(stage.run(stage.fleet(), "backup"), TAMPERED, "LDG-004", gone);
    assertEnds(stage.run(stage.fleet(), "audit"), TAMPERED, "DIFFERS", gone);
    var open = stage.run(stage.fleet(), "findings", "--json");
    assertEnds(open, 1, "repository-differs", gone);
    assertThat(open.out().split("repository-differs", -1)).as("raised once").hasSize(2);

    assertEnds(
        stage.run(stage.fleet(), "ledger", "rebuild", "web1"), LEDGER, "LDG-006", "forget", gone);
    assertEnds(stage.run(stage.fleet(), "backup"), TAMPERED, "LDG-004");
    assertEnds(stage.run(stage.fleet(), "ledger", "rebuild", "web1", "--yes"), 0, "forget", gone);
    stage.ok(stage.fleet(), "backup");
    stage.ok(stage.fleet(), "audit");
    var id = open.out().replaceAll("(?s).*\"id\":\"(web1#\\d+)\".*", "$1");
    stage.ok(stage.fleet(), "findings", "--close", id, "--reason", "it was me");
    stage.ok(stage.fleet(), "findings");
  }

  @Test
  void an_archive_that_an_old_borg_has_renamed_is_warned_of_and_can_be_mended() throws IOException {
    somebody.borg("create", "::foreign", "/etc/hostname");
    somebody.borg("rename", "::foreign", "odd");
    var rebuild = new String[] {"ledger", "rebuild", "web1", "--yes"};
    assertEnds(stage.run(stage.fleet(), rebuild), 0, "odd cannot be used", "--archives-tam");
    assertEnds(stage.run(stage.fleet(), "backup"), TAMPERED, "GRD-003", "--archives-tam");

    var access =
        RealBorg.environment(
            stage.lab().directory().resolve("newer"), stage.secret("web1/passphrase"));
    RealBorg.debian13().succeed(access, "upgrade", "--archives-tam", repository().toString());
    var mended = stage.run(stage.fleet(), rebuild);
    assertEnds(mended, 0, "learn   ");
    assertThat(mended.said()).doesNotContain("warning");
    stage.ok(stage.fleet(), "backup");
  }

  @Test
  void whoever_waits_for_the_lock_of_another_session_is_told() throws IOException {
    // Nobody here can tell whether a process of another machine is dead. Borg looks again after a
    // tenth of the time that it may wait.
    var fleet = stage.fleet().set("30s", "targets", "web1", "lock_wait");
    var lock = Files.createDirectory(repository().resolve("lock.exclusive"));
    var holder = Files.createFile(lock.resolve("elsewhere@1.1-0"));
    var listing = stage.start(fleet, "list", "web1");
    Stage.eventually("it tells", () -> listing.told().contains("another session may hold"));
    Files.delete(holder);
    assertEnds(listing.await(), 0, "web1::");
  }

  @Test
  void a_repository_that_was_rolled_back_is_found() throws IOException {
    var copy = stage.lab().directory().resolve("copy");
    Tool.run("cp", "-a", repository().toString(), copy.toString());
    stage.ok(stage.fleet(), "backup");
    var lost = stage.archives(stage.fleet(), "web1").getLast().name();
    Tool.run("rm", "-rf", repository().toString());
    Tool.run("cp", "-a", copy.toString(), repository().toString());

    assertEnds(stage.run(stage.fleet(), "backup"), TAMPERED, "LDG-004", "older");
    assertEnds(stage.run(stage.fleet(), "audit"), TAMPERED, lost);
  }

  @Test
  void another_repository_mode_or_key_in_place_of_the_known_one_is_a_finding() throws IOException {
    var ours = stage.lab().directory().resolve("ours");
    move(repository(), ours);
    assertEnds(stage.run(stage.fleet(), "backup"), 6, "BRG-002", "not mounted on vault");

    somebody.borg("init", "--encryption", "none");
    assertEnds(stage.run(stage.fleet(), "backup"), TAMPERED, "LDG-004", "instead of");
    takeIdOf(ours);
    assertEnds(stage.run(stage.fleet(), "audit"), TAMPERED, "LDG-004", "its mode is not repokey");
    Tool.run("rm", "-rf", repository().toString());
    somebody.borg("init", "--encryption", "repokey");
    takeIdOf(ours);
    assertEnds(stage.run(stage.fleet(), "list"), TAMPERED, "LDG-004", "not that of the known one");
    assertEnds(stage.run(stage.fleet(), "init"), TAMPERED, "LDG-004");

    Tool.run("rm", "-rf", repository().toString());
    move(ours, repository());
    var open = stage.run(stage.fleet(), "findings");
    assertEnds(open, 1, "OTHER_REPOSITORY", "OTHER_KEY_TYPE", "UNREADABLE");
    assertThat(open.out()).doesNotContain("holdfast init").doesNotContain("repository.encryption");
    var other = stage.fleet().set("repokey-blake2", "targets", "web1", "repository", "encryption");
    assertEnds(stage.run(other, "backup"), 3, "CFG-002", "set `repository.encryption`");
    stage.ok(stage.fleet(), "backup");
  }

  private static void takeIdOf(Path other) {
    var script =
        "id=$(grep '^id = ' \"$1/config\"); chmod u+w \"$2/config\"; sed -i \"s/^id = .*/$id/\""
            + " \"$2/config\"";
    Tool.run("sh", "-euc", script, "sh", other.toString(), repository().toString());
  }

  /// A snapshot of a machine that holds both: nothing that is left there contradicts it.
  @Test
  void a_repository_and_a_ledger_put_back_together_are_found_by_what_the_target_remembers()
      throws IOException {
    var copy = stage.lab().directory().resolve("copy");
    var ledger = stage.lab().directory().resolve("ledger");
    Tool.run("cp", "-a", repository().toString(), copy.toString());
    Tool.run("cp", "-a", state().toString(), ledger.toString());
    stage.ok(stage.fleet(), "backup");
    Tool.run("rm", "-rf", repository().toString(), state().toString());
    move(copy, repository());
    move(ledger, state());

    stage.ok(stage.fleet(), "audit");
    assertEnds(
        stage.run(stage.fleet(), "backup"), 6, "BRG-009", "newer state", "audit web1 --head");
    assertEnds(stage.run(stage.fleet(), "findings"), 1, "target-remembers-newer");
  }

  @Test
  void what_was_deleted_outside_comes_back_as_long_as_nobody_has_compacted() throws IOException {
    stage.ok(stage.fleet(), "backup");
    var before = stage.archives(stage.fleet(), "web1");
    somebody.borg("delete", "::" + before.getFirst().name());
    somebody.borg("create", "::foreign", "/etc/hostname");

    assertEnds(stage.run(stage.fleet(), "rewind", "web1", "--dry-run"), 0, "foreign", "try");
    assertEnds(stage.run(stage.fleet(), "rewind", "web1"), LEDGER, "LDG-006");
    assertThat(stage.strangeArchives(stage.fleet(), "web1")).isNotEqualTo(before);
    assertEnds(stage.run(stage.fleet(), "rewind", "web1", "--yes"), 0, "holdfast-rewound-");

    assertThat(stage.archives(stage.fleet(), "web1")).isEqualTo(before);
    stage.ok(stage.fleet(), "audit");
    somebody.borg("check", "--verify-data");
    stage.ok(stage.fleet(), "backup");
    assertEnds(stage.run(stage.fleet(), "rewind", "web1"), 0, "nothing to do");
  }

  @Test
  void an_archive_that_only_the_list_has_lost_comes_back_without_a_login() throws IOException {
    stage.ok(stage.fleet(), "backup");
    var before = stage.archives(stage.fleet(), "web1");
    var first = before.getFirst().name();
    somebody.borg("delete", "--force", "--force", "::" + first);
    assertEnds(stage.run(stage.fleet(), "audit"), TAMPERED, first);

    var words = new String[] {"rewind", "web1", "--list-only", "--dry-run"};
    assertEnds(stage.run(stage.fleet(), words), 0, "comes back: " + first);
    words[3] = "--yes";
    assertEnds(stage.run(stage.fleet(), words), 0, "what the ledger says");

    assertThat(stage.archives(stage.fleet(), "web1")).isEqualTo(before);
    stage.ok(stage.fleet(), "audit");
    somebody.borg("check", "--verify-data");
    somebody.borg("extract", "--dry-run", "::" + first);
    stage.ok(stage.fleet(), "backup");
    somebody.borg("delete", "--force", "--force", "::" + first);
    var nonce = repository().resolve("nonce");
    var told = Files.readString(nonce);
    Files.writeString(nonce, "0000000000000010");
    assertEnds(stage.run(stage.fleet(), words), TAMPERED, "GRD-002", "a free nonce");
    Files.writeString(nonce, told);
    somebody.borg("debug", "delete-obj", "::", before.getFirst().id());
    assertEnds(stage.run(stage.fleet(), words), LEDGER, "LDG-007", "not only its place");
  }

  /// The host shows a forged past to the person, the truth to the backup of the night, and the past
  /// again once the person says yes.
  @Test
  void a_plan_of_an_old_list_does_not_drop_what_came_in_since() throws IOException {
    var truth = stage.lab().directory().resolve("truth");
    var past = stage.lab().directory().resolve("past");
    move(repository(), truth);
    Tool.run("cp", "-a", truth.toString(), repository().toString());
    somebody.borg(
        "delete",
        "--force",
        "--force",
        "::" + stage.archives(stage.fleet(), "web1").getFirst().name());

    var rewind = stage.ask(stage.fleet(), "rewind", "web1", "--list-only");
    var rebuild = stage.ask(stage.fleet(), "ledger", "rebuild", "web1");
    Stage.eventually("rewind asks", () -> rewind.heard().contains("Type yes"));
    Stage.eventually("rebuild asks", () -> rebuild.heard().contains("Type yes"));
    move(repository(), past);
    move(truth, repository());
    stage.ok(stage.fleet(), "backup");
    var before = stage.archives(stage.fleet(), "web1");
    move(repository(), truth);
    move(past, repository());
    rewind.tell("yes");
    assertEnds(rewind.await(), LEDGER, "LDG-006", "not proven", "plan again");
    rebuild.tell("yes");
    assertEnds(rebuild.await(), LEDGER, "LDG-006", "plan again");

    Tool.run("rm", "-rf", repository().toString());
    move(truth, repository());
    assertThat(stage.archives(stage.fleet(), "web1")).isEqualTo(before);
    stage.ok(stage.fleet(), "audit");
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to);
  }

  @Test
  void what_was_compacted_cannot_come_back_and_stays_as_it_is() throws IOException {
    stage.ok(stage.fleet(), "backup");
    somebody.borg("delete", "::" + stage.archives(stage.fleet(), "web1").getFirst().name());
    somebody.borg("compact", "--threshold", "0");
    var now = stage.strangeArchives(stage.fleet(), "web1");
    assertEnds(stage.run(stage.fleet(), "rewind", "web1", "--yes"), LEDGER, "LDG-007");
    assertThat(stage.strangeArchives(stage.fleet(), "web1")).isEqualTo(now);
    somebody.borg("check");
  }

  @Test
  void an_archive_of_another_tool_is_found() throws IOException {
    somebody.borg("create", "::foreign", "/etc/hostname");
    assertEnds(stage.run(stage.fleet(), "backup"), TAMPERED, "LDG-004", "foreign");
  }

  @Test
  void a_lost_ledger_is_built_anew_from_what_a_person_has_seen() throws IOException {
    loseLedger();
    assertEnds(stage.run(stage.fleet(), "backup"), LEDGER, "LDG-003", "holdfast ledger rebuild");
    assertEnds(stage.run(stage.fleet(), "audit"), LEDGER, "does not know");
    assertEnds(stage.run(stage.fleet(), "init"), 1, "holdfast ledger rebuild");
    assertEnds(stage.run(stage.fleet(), "ledger", "rebuild", "web1", "--yes"), 0, "learn");
    stage.ok(stage.fleet(), "backup");
    stage.ok(stage.fleet(), "audit");
  }

  @Test
  void a_lost_ledger_is_no_matter_where_the_configuration_trusts_at_first_use() throws IOException {
    loseLedger();
    var trusting = stage.fleet().set("trust", "ledger", "first_use");
    assertEnds(stage.run(trusting, "backup"), 0, "taken as it is");
    stage.ok(stage.fleet(), "backup");
    stage.ok(stage.fleet(), "audit");
  }

  @Test
  void a_ledger_whose_end_is_missing_is_found_by_the_repository() throws IOException {
    var database = state().resolve("holdfast.db");
    var copy = stage.lab().directory().resolve("older.db");
    Files.copy(database, copy);
    stage.ok(stage.fleet(), "backup");
    var newest = stage.archives(stage.fleet(), "web1").getLast().name();
    loseLedger();
    Files.copy(copy, database);
    assertEnds(stage.run(stage.fleet(), "backup"), TAMPERED, "LDG-004", newest);
  }

  @Test
  void a_changed_ledger_stops_everything() throws IOException {
    var database = state().resolve("holdfast.db");
    var bytes = Files.readString(database, StandardCharsets.ISO_8859_1);
    var changed = bytes.replace("\"key_type\":\"repokey\"", "\"key_type\":\"repoKey\"");
    assertThat(changed).isNotEqualTo(bytes);
    Files.writeString(database, changed, StandardCharsets.ISO_8859_1);
    assertEnds(stage.run(stage.fleet(), "backup"), LEDGER, "LDG-002", "web1");
    assertEnds(stage.run(stage.fleet(), "audit"), LEDGER, "LDG-002", "web1");
    var listed = stage.run(stage.fleet(), "list");
    assertEnds(listed, LEDGER, "LDG-002", "--new-chain", "web1::web1-");
    var name = listed.out().replaceAll("(?s).*web1::(web1-\\S+).*", "$1");
    var to = stage.lab().directory().resolve("restored").toString();
    assertEnds(stage.run(stage.fleet(), "restore", "web1::latest", "--to", to), LEDGER, "LDG-002");
    assertEnds(
        stage.run(stage.fleet(), "restore", "web1::" + name, "--to", to),
        1,
        "nothing says whether");
    var rebuild = new String[] {"ledger", "rebuild", "web1", "--new-chain", "--yes"};
    assertEnds(stage.run(stage.fleet(), rebuild), 0, "is kept", name);
    stage.ok(stage.fleet(), "audit");
    stage.ok(stage.fleet(), "backup");
  }

  @Test
  void a_held_archive_is_listed_until_its_hold_is_lifted() throws IOException {
    var name = stage.archives(stage.fleet(), "web1").getFirst().name();
    assertEnds(stage.run(stage.fleet(), "hold", "web1", name), 2, "reason");
    stage.ok(stage.fleet(), "hold", "web1", name, "--reason", "court");
    assertEnds(stage.run(stage.fleet(), "hold", "web1"), 0, name, "court");
    stage.ok(stage.fleet(), "hold", "web1", name, "--lift", "--reason", "over");
    assertEnds(stage.run(stage.fleet(), "hold", "web1"), 0, "no archive is held");
    assertEnds(stage.run(stage.fleet(), "hold", "web1", "none", "--reason", "x"), 6, "BRG-008");
  }

  private static Path repository() {
    return stage.repository("web1");
  }

  private static Path state() {
    return stage.lab().controller().resolve("state");
  }

  private static void loseLedger() throws IOException {
    var state = state();
    for (var part : List.of("holdfast.db", "holdfast.db-wal", "holdfast.db-shm")) {
      Files.deleteIfExists(state.resolve(part));
    }
  }
}
