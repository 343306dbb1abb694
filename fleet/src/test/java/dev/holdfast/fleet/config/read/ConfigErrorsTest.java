package dev.holdfast.fleet.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.config.Fault;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each mistake alone, in an otherwise right configuration: place, sentence, suggestion.
class ConfigErrorsTest {
  /// Line 7 is the target; a mistake is put into it or appended from line 8 on.
  private static final String RIGHT =
      """
      version: 1
      repository_hosts:
        here: { local: true, root: /srv/borg }
        far: { host: b.example.org, key: age:far, root: /srv/borg }
      policies: { files: { sources: [/etc] } }
      targets:
        web1: { host: w, key: age:k, policy: files, repository: { host: here }%s }
      """;

  private static String target(String more) {
    return RIGHT.formatted(", " + more);
  }

  private static String also(String more) {
    return RIGHT.formatted("") + more;
  }

  private static Arguments inTarget(int offset, String more, String sentence, String suggestion) {
    return Arguments.of(target(more), 7, 75 + offset, sentence, suggestion);
  }

  private static Arguments below(
      int line, int column, String more, String sentence, String suggestion) {
    return Arguments.of(also(more), line, column, sentence, suggestion);
  }

  static Stream<Arguments> valuesOfATarget() {
    return Stream.of(
        inTarget(0, "sorces: [/etc]", "targets.web1: has no key \"sorces\"", "\"sources\"?"),
        inTarget(0, "oneFileSystem: 1", "has no key \"oneFileSystem\"", "\"one_file_system\"?"),
        inTarget(0, "zzzzzzzz: 1", "has no key \"zzzzzzzz\"", ""),
        inTarget(0, "host: x", "the key \"host\" is there twice", "keep one"),
        inTarget(6, "port: abc", "targets.web1.port: must be a whole number, not text", ""),
        inTarget(6, "port: 70000", "port: \"70000\" is not between 1 and 65535", ""),
        inTarget(6, "port: 99999999999999999999", "is not between 1 and 65535", ""),
        inTarget(6, "user: 5", "user: must be text, not a whole number", "between quotes"),
        inTarget(6, "user: true", "user: must be text, not true or false", "between quotes"),
        inTarget(6, "user: [a]", "user: must be text, not a list", ""),
        inTarget(6, "user: {a: b}", "user: must be text, not a table", ""),
        inTarget(5, "user: ", "user: must be text, not nothing", ""),
        inTarget(6, "user: 'a b'", "user: \"a b\" is not a login name", ""),
        inTarget(9, "sources: /etc", "sources: must be a list, not text", "[ … ]"),
        inTarget(10, "sources: [etc]", "sources[0]: \"etc\" is relative", ""),
        inTarget(14, "sources: [/a, ~/x]", "sources[1]: \"~/x\" is relative", ""),
        inTarget(10, "sources: ['']", "sources[0]: \"\" is empty", ""),
        inTarget(10, "sources: [1]", "sources[0]: must be text, not a whole number", "quotes"),
        inTarget(0, "+sources: [/b], sources: [/c]", "has both sources and +sources", "into"),
        inTarget(17, "one_file_system: yes", "must be true or false, not text", ""),
        inTarget(13, "compression: lz5", "\"lz5\" is no compression of Borg", ""),
        inTarget(13, "compression: 'zstd,99'", "is no compression of Borg", ""),
        inTarget(13, "compression: 'auto,auto,lz4'", "is no compression of Borg", ""),
        inTarget(13, "files_cache: 'mtime,x'", "is no files cache mode", ""),
        inTarget(12, "checkpoint: 30", "checkpoint: \"30\" has no unit", ""),
        inTarget(12, "checkpoint: 1.5h", "\"1.5h\" is not a duration", ""),
        inTarget(12, "checkpoint: 0s", "\"0s\" is not between 1ms and 366d", ""),
        inTarget(12, "checkpoint: 400d", "is not between 1ms and 366d", ""),
        inTarget(13, "upload_rate: 5", "upload_rate: \"5\" has no unit", ""),
        inTarget(13, "upload_rate: 5Mb", "\"5Mb\" is not a size", ""),
        inTarget(13, "upload_rate: 1B", "is not between 1KiB", ""),
        inTarget(14, "archive_name: '{tarjet}-{utcnow}'", "only {target} and {utcnow}", ""),
        inTarget(14, "archive_name: '{target}'", "same name", ""),
        inTarget(14, "archive_name: 'a/{utcnow}'", "no template of archive names", ""),
        inTarget(11, "patterns: ['x /a']", "patterns[0]: \"x /a\" is no pattern line", ""),
        inTarget(23, "extra_create_options: ['--compression=lz4']", "has a key of its own", ""),
        inTarget(23, "extra_create_options: [-n]", "is set by Holdfast itself", ""),
        inTarget(6, "jump: baston", "jump: there is no bastion \"baston\"", ""),
        inTarget(7, "group: wbe", "group: there is no group \"wbe\"", ""),
        inTarget(13, "known_hosts: 'w ssh-rsa AAAA'", "is no line of known_hosts", ""),
        inTarget(18, "known_hosts_file: pins", "/etc/holdfast/pins does not exist", "create"),
        inTarget(13, "certificate: abc", "is no OpenSSH certificate", ""),
        inTarget(6, "borg: \"sudo 'borg'\"", "contains quotes", ""),
        inTarget(6, "borg: []", "must have at least one word", ""),
        inTarget(6, "user: env:NOBODY", "env:NOBODY does not exist", "create env:NOBODY"),
        inTarget(16, "key_passphrase: hunter2", "must be a reference", "holdfast secret set"),
        inTarget(16, "key_passphrase: 'env:A B'", "needs the name of a variable", ""),
        inTarget(16, "key_passphrase: 'age:../x y'", "needs a name of letters", ""),
        inTarget(16, "key_passphrase: 'literal:x'", "must be a reference", "file:PATH"));
  }

  static Stream<Arguments> other() {
    return Stream.of(
        below(8, 3, "  web2: { key: age:k, policy: files }\n", "targets.web2: has no host", ""),
        below(8, 3, "  web2: { host: w, policy: files }\n", "has no key", "age:NAME"),
        below(8, 3, "  web2: { host: w, key: age:k }\n", "targets.web2: has no", ""),
        below(8, 3, "  'a b': {}\n", "\"a b\" cannot be a name", "letters"),
        inTarget(
            13, "exec: {env: {1A: env:A}}", "\"1A\" cannot be the name of a variable", "digit"),
        inTarget(16, "exec: {env: {A: hunter2}}", "env.A: must be a reference", "age:NAME"),
        below(8, 3, "  wéb: {}\n", "\"wéb\" cannot be a name", "letters"),
        below(8, 9, "  web2: 5\n", "targets.web2: must be a table", ""),
        below(8, 1, "limitz: {}\n", "the configuration has no key \"limitz\"", "\"limits\"?"),
        below(8, 17, "limits: { runs: 0 }\n", "limits.runs: \"0\" is not between", ""),
        below(8, 9, "groups: []\n", "groups: must be a table, not a list", ""),
        below(8, 24, "groups: { g: { policy: filez } }\n", "no policy \"filez\"", "\"files\"?"),
        below(
            8,
            45,
            "bastions: { b: { host: x, key: age:b, jump: b } }\n",
            "bastions.b.jump: the bastion \"b\" leads back to itself",
            ""),
        below(8, 1, "<<: {}\n", "merge keys are not supported", "group"),
        below(8, 10, "secrets: !x { age: {} }\n", "the tag \"!x\" is not supported", ""));
  }

  @ParameterizedTest
  @MethodSource({"valuesOfATarget", "other"})
  void each_mistake_has_its_place(
      String text, int line, int column, String sentence, String suggestion) {
    var faults = Parsing.faults(text);

    assertThat(faults)
        .as("%s", faults)
        .anySatisfy(fault -> {
          assertThat(fault.source()).isEqualTo("fleet.yaml");
          assertThat(fault.line()).isEqualTo(line);
          assertThat(fault.column()).isEqualTo(column);
          assertThat(fault.sentence()).contains(sentence);
          assertThat(fault.suggestion().orElse("")).contains(suggestion);
        });
  }

  @Test
  void the_configuration_without_a_mistake_is_right() {
    assertThat(Parsing.faults(RIGHT.formatted(""))).isEmpty();
  }

  @Test
  void all_mistakes_are_told_at_once_and_in_order() {
    var faults =
        Parsing.faults(
            """
            version: 2
            targets:
              a: { host: "x:22", user: a@b }
              b: { port: 0, group: nope }
            limits: { connect: 5 }
            """);

    assertThat(faults).extracting(Fault::line).isSorted().contains(1, 3, 4, 5);
    assertThat(faults).hasSizeGreaterThan(8);
  }

  @Test
  void a_secret_in_plain_text_is_never_repeated() {
    var faults = Parsing.faults(target("key_passphrase: cAnArY"));

    assertThat(faults).hasSize(1);
    assertThat(faults.toString()).doesNotContain("cAnArY");
  }

  @Test
  void what_a_reference_leads_to_is_never_repeated() {
    var known = new KnownReferences().with("env:PORT", "cAnArY");

    var faults = Parsing.faultsOf("fleet.yaml", target("port: env:PORT"), known);

    assertThat(faults)
        .singleElement()
        .satisfies(fault ->
            assertThat(fault.sentence())
                .isEqualTo("targets.web1.port: the value of env:PORT is not between 1 and 65535"));
  }

  @Test
  void two_targets_cannot_share_a_repository() {
    var faults =
        Parsing.faults(
            also(
                """
                  web2:
                    host: w2
                    key: age:k
                    policy: files
                    repository: { host: here, path: /srv/borg/web1 }
                """));

    assertThat(faults)
        .containsExactly(
            new Fault(
                "fleet.yaml",
                8,
                3,
                "targets.web2: has the same repository as web1: /srv/borg/web1",
                Optional.of("give it a repository.path of its own; sharing one is not safe")));
  }

  @Test
  void one_machine_under_two_names_is_still_one() {
    var faults =
        Parsing.faults(
            """
            version: 1
            defaults: { sources: [/etc], key: age:k }
            repository_hosts:
              one: { host: B.example.org, key: age:b, root: /srv }
              two: { host: b.example.org, key: age:b, user: other, root: /srv/x/.. }
              three: { host: b.example.org, key: age:b, user: other, root: /srv }
            targets:
              a: { host: a, repository: { host: one, path: same } }
              b: { host: b, repository: { host: three, path: same } }
            """);

    assertThat(faults)
        .extracting(Fault::sentence)
        .anySatisfy(sentence -> assertThat(sentence).contains("must not contain '..'"))
        .anySatisfy(sentence -> assertThat(sentence).contains("same repository as a: /srv/same"));
  }

  @Test
  void a_repository_cannot_be_inside_another_one() {
    var faults =
        Parsing.faults(
            also(
                "  web2: { host: w, key: age:k, policy: files,"
                    + " repository: { host: here, path: web1/inner } }\n"));

    assertThat(faults)
        .singleElement()
        .satisfies(fault ->
            assertThat(fault.sentence())
                .isEqualTo("targets.web2: has its repository inside that of web1"));
  }

  @Test
  void two_targets_cannot_keep_their_keys_in_one_place() {
    var faults =
        Parsing.faults(
            """
            version: 1
            defaults: { sources: [/etc], key: age:k, repository: { host: here, key: age:same } }
            repository_hosts: { here: { local: true, root: /srv } }
            targets: { a: { host: a }, b: { host: b } }
            """);

    assertThat(faults)
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.sentence()).contains("targets.b", "age:same", "as a does");
          assertThat(fault.suggestion()).contains("write {target} into repository.key");
        });
  }

  @Test
  void standard_input_has_no_directory_for_relative_files() {
    var faults = Parsing.faultsOnStandardInput(RIGHT.formatted(", key_passphrase: file:x"));

    assertThat(faults)
        .extracting(Fault::sentence)
        .anySatisfy(
            sentence -> assertThat(sentence).contains("from standard input has no directory"))
        .anySatisfy(
            sentence -> assertThat(sentence).contains("in the age store, but none is named"));
  }

  @Test
  void where_secrets_are_cannot_itself_be_a_secret() {
    var known = new KnownReferences().with("env:STORE", "/x");
    var text = also("secrets: { age: { store: env:STORE } }\n");

    assertThat(Parsing.faultsOf("fleet.yaml", text, known))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.line()).isEqualTo(8);
          assertThat(fault.column()).isEqualTo(26);
          assertThat(fault.sentence()).contains("secrets.age.store", "cannot stand here");
        });
  }
}
