package dev.holdfast.fleet.config.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.config.read.KnownReferences;
import dev.holdfast.fleet.config.read.Parsing;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FleetRenderingTest {
  private static final String FLEET =
      """
      version: 1
      state_directory: /var/lib/holdfast
      known_hosts: |
        %s
      limits: { window_budget: 1000B, start: 1d2h3m4s5ms }
      defaults: { key: env:KEY, key_passphrase: systemd:pw, exec: { env: { A: "age:{target}/a" } } }
      bastions:
        outer: { host: o, port: 23, key: age:o }
        inner: { host: i, key: command:pass show i, jump: outer }
      repository_hosts:
        hosted: { host: h, user: u1, key: file:/k, root: ./backups, runs: 1 }
        here: { local: true }
      targets:
        a:
          host: fe80::1
          jump: inner
          borg: [sudo, -n, /usr/bin/borg 1]
          sources: ["/a b", "/it's", "/new\\nline", /$HOME, "/ü😀\\u200b", "/\\t\\"\\\\"]
          excludes: ["literal:env:x", "*.o", "- x", "#", "true", "1", "a: b"]
          patterns: ["+ /a", "- re:^x"]
          compression: auto,zstd,3
          one_file_system: true
          exclude_caches: true
          exclude_if_present: [.nobackup]
          keep_exclude_tags: true
          upload_rate: 5MiB/s
          repository: { host: hosted }
        b:
          local: true
          sources: [/]
          repository: { host: here, path: /srv/b, encryption: none }
          exec: { env: { B: env:B } }
      """
          .formatted(KnownReferences.PIN);

  @Test
  void what_is_shown_means_the_same_when_it_is_read_again() {
    var fleet = Parsing.yaml(FLEET);
    var shown = FleetRendering.show(fleet);

    assertThat(Parsing.yaml(shown)).isEqualTo(fleet);
    assertThat(Parsing.yaml(FleetRendering.json(fleet))).isEqualTo(fleet);
    assertThat(FleetRendering.show(Parsing.yaml(shown))).isEqualTo(shown);
  }

  @Test
  void everything_that_was_not_written_is_filled_in() {
    assertThat(FleetRendering.show(Parsing.yaml(FLEET)))
        .contains(
            "runs_per_jump_host: 8",
            "store: /etc/holdfast/secrets.age",
            "lock_wait: 10m",
            "archive_name: \"{target}-{utcnow}\"",
            "key: age:a/key",
            "window_budget: 1000B",
            "start: 1d2h3m4s5ms",
            "path: \"./backups/a\"");
  }

  @Test
  void the_json_form_is_json() {
    var json = JsonMapper.builder().build().readTree(FleetRendering.json(Parsing.yaml(FLEET)));

    assertThat(json.at("/targets/a/sources/2").asString()).isEqualTo("/new\nline");
    assertThat(json.at("/limits/runs").asInt()).isEqualTo(20);
  }
}
