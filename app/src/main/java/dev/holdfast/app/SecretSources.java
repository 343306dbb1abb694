package dev.holdfast.app;

import dev.holdfast.fleet.config.Settings;
import dev.holdfast.fleet.config.shape.References;
import dev.holdfast.secrets.ProviderSecrets;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.Secrets;
import dev.holdfast.secrets.age.AgeSecrets;
import dev.holdfast.secrets.command.CommandSecrets;
import dev.holdfast.secrets.command.LocalPrograms;
import dev.holdfast.secrets.env.EnvironmentSecrets;
import dev.holdfast.secrets.file.FileSecrets;
import dev.holdfast.secrets.file.PrivateFiles;
import dev.holdfast.secrets.inline.InlineSecrets;
import dev.holdfast.secrets.mounted.MountedSecrets;
import dev.holdfast.secrets.vault.Vault;
import dev.holdfast.secrets.vault.VaultLimits;
import dev.holdfast.secrets.vault.VaultSettings;
import dev.holdfast.secrets.vault.VaultWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Builds the providers of secrets that a configuration asks for.
final class SecretSources implements AutoCloseable {
  /// A known_hosts file of a very large fleet.
  private static final int PUBLIC_BYTES_MAX = 4 << 20;

  /// Where Docker and Podman mount secrets.
  private static final Path CONTAINER_SECRETS = Path.of("/run/secrets");

  private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(60);

  private final Surroundings surroundings;
  private final PrivateFiles files;
  private final InlineSecrets inline = new InlineSecrets();
  private Function<SecretRef, Optional<Secret>> opener = _ -> Optional.empty();
  private BiConsumer<SecretRef, Secret> keeper = (_, _) -> {};
  private final Map<VaultSettings, Vault> vaults = new LinkedHashMap<>();

  SecretSources(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.files = new PrivateFiles(surroundings.uid());
  }

  /// Where secrets that stand in the configuration itself go.
  InlineSecrets inline() {
    return inline;
  }

  /// All providers, for these settings. To be called once per process: the embedded store queues
  /// its writers in one object.
  Secrets of(Settings settings) {
    var providers = new ArrayList<SecretProvider>();
    providers.add(new EnvironmentSecrets(surroundings.variable()));
    providers.add(new FileSecrets(files));
    providers.add(MountedSecrets.bySystemd(surroundings.variable(), files));
    providers.add(MountedSecrets.byContainer(CONTAINER_SECRETS, files));
    providers.add(new CommandSecrets(new LocalPrograms(), COMMAND_DEADLINE));
    providers.add(inline);
    age(settings).ifPresent(providers::add);
    var local = new ProviderSecrets(providers);
    opener = local::find;
    keeper = local::keep;
    var vault = vault(settings.vault());
    providers.add(vault.secrets());
    providers.add(vault.logins());
    return new ProviderSecrets(providers, Optional.of(vault.signer()));
  }

  /// The names of the embedded store; none where there is no store.
  List<String> names(Settings settings) {
    return age(settings).map(AgeSecrets::names).orElseGet(List::of);
  }

  /// Gives the embedded store a new identity; says how many secrets it holds.
  int rotateIdentity(Settings settings) {
    return age(settings)
        .map(AgeSecrets::rotateIdentity)
        .orElseThrow(() ->
            new SecretException(
                SecretException.Kind.UNREADABLE,
                "the configuration names no secret store",
                "write secrets.age.store and secrets.age.identity into the configuration"));
  }

  /// The same for the same settings: a process logs in once.
  Vault vault(VaultSettings settings) {
    return vaults.computeIfAbsent(
        settings, _ -> new Vault(settings, VaultLimits.standard(), world()));
  }

  private VaultWorld world() {
    return new VaultWorld(
        surroundings.variable(),
        home(),
        files,
        ref -> opener.apply(ref),
        this::isKept,
        Surroundings::pause);
  }

  /// Where `bao login` and `vault login` leave a token: they go by the variable.
  private Path home() {
    return surroundings
        .variable()
        .apply("HOME")
        .filter(path -> path.startsWith("/"))
        .map(Path::of)
        .orElseGet(surroundings::home);
  }

  private boolean isKept(SecretRef ref, Secret secret) {
    try {
      keeper.accept(ref, secret);
      return true;
    } catch (SecretException _) {
      return false;
    }
  }

  private Optional<AgeSecrets> age(Settings settings) {
    return settings
        .ageStore()
        .map(store ->
            new AgeSecrets(
                Path.of(store.store()), Path.of(store.identity()), files, Surroundings::pause));
  }

  /// Writes a file that only its owner can read.
  void writePrivate(Path file, byte[] content) {
    files.replace(file.toString(), file, content);
  }

  /// What the configuration may ask while it is read.
  References references(Settings settings) {
    var secrets = of(settings);
    return new References() {
      @Override
      public String open(SecretRef ref) {
        try (var secret = secrets.open(ref)) {
          return secret.useCharacters(String::new);
        }
      }

      @Override
      public String read(String path) {
        return files
            .read(path, Path.of(path), PrivateFiles.Check.ANY, PUBLIC_BYTES_MAX)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElseThrow(() ->
                new SecretException(
                    SecretException.Kind.MISSING, "there is no file " + path, "create it"));
      }
    };
  }

  @Override
  public void close() {
    vaults.values().forEach(Vault::close);
    inline.close();
  }
}
