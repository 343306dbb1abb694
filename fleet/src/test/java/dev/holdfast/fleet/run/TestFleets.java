package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.ArchiveTemplate;
import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.config.Policy;
import dev.holdfast.fleet.config.Repository;
import dev.holdfast.fleet.config.RepositoryHost;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.Upkeep;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.SecretRef.Scheme;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Fleets for tests: targets on this machine, one repository host with a limit of runs.
final class TestFleets {
  private TestFleets() {}

  static Policy policy(String... sources) {
    return new Policy(
        List.of(sources),
        List.of(),
        List.of(),
        "lz4",
        false,
        "ctime,size,inode",
        false,
        List.of(),
        false,
        OptionalInt.empty(),
        Duration.ofMinutes(30),
        Duration.ofMinutes(10),
        List.of(),
        ArchiveTemplate.standard(),
        Duration.ofHours(4),
        Duration.ofHours(24),
        Upkeep.standard());
  }

  static Target target(String name, Policy policy, int runsMax) {
    var host =
        new RepositoryHost("vault", new Endpoint.Local("vault"), "/srv/borg", "borg", runsMax);
    var repository =
        new Repository(
            host,
            "/srv/borg/" + name,
            Encryption.REPOKEY,
            Optional.of(new SecretRef(Scheme.AGE, name + "/passphrase")),
            Optional.of(new SecretRef(Scheme.AGE, name + "/key")));
    return new Target(name, new Endpoint.Local(name), List.of("borg"), repository, policy);
  }

  static Fleet fleet(int targets, int runsMax) {
    var host =
        new RepositoryHost("vault", new Endpoint.Local("vault"), "/srv/borg", "borg", runsMax);
    var hosts = new LinkedHashMap<String, RepositoryHost>();
    hosts.put("vault", host);
    var all = new LinkedHashMap<String, Target>();
    for (int i = 1; i <= targets; i++) {
      all.put("t" + i, target("t" + i, policy("/etc"), runsMax));
    }
    return new Fleet(hosts, all, Limits.defaults());
  }
}
