package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.house.Checkout;
import dev.holdfast.app.house.ModuleMap;
import dev.holdfast.fleet.config.read.FleetParser;
import dev.holdfast.fleet.config.shape.References;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.secrets.SecretRef;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the README shows works, and what it lists is what the build enforces.
final class ReadmeTest {
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern MODULE_ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\|");
  private static final String PINS =
      "vault1.example.org ssh-ed25519 "
          + "AAAAC3NzaC1lZDI1NTE5AAAAIJE6+dkJzxF2tyGPcdPMo8ZM9UXuCuHSfQiyIlD2EmuA\n";

  private final String text = Checkout.text(Checkout.find().root().resolve("README.md"));

  @Test
  void the_fleet_of_the_first_five_minutes_is_a_valid_configuration() {
    var yaml = YAML.matcher(text);
    assertThat(yaml.find()).isTrue();
    var fleet =
        FleetParser.parse(
            ConfigSource.ofFile(
                "fleet.yaml",
                yaml.group(1).stripIndent().getBytes(StandardCharsets.UTF_8),
                "/etc/holdfast"),
            _ -> new Pins());
    assertThat(fleet.targets()).containsOnlyKeys("web1", "db1");
    assertThat(fleet.repositoryHosts()).containsOnlyKeys("vault1");
  }

  @Test
  void the_table_of_modules_lists_those_of_the_build() {
    var listed = MODULE_ROW.matcher(text).results().map(MatchResult::group).toList();
    assertThat(ModuleMap.MODULES)
        .filteredOn(module -> Checkout.find().modules().contains(module.name()))
        .allSatisfy(module -> assertThat(listed).contains("| `" + module.name() + "` |"));
  }

  private static final class Pins implements References {
    @Override
    public String open(SecretRef ref) {
      return PINS;
    }

    @Override
    public String read(String path) {
      return PINS;
    }
  }
}
