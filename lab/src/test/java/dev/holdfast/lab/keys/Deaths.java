package dev.holdfast.lab.keys;

import dev.holdfast.fleet.ledger.Ledger;
import dev.holdfast.fleet.ledger.Link;
import dev.holdfast.fleet.run.RunEvent;
import dev.holdfast.fleet.run.RunListener;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.SecretStore;
import dev.holdfast.secrets.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// Lets a run die after its n-th effect. Everything that a run leaves behind goes through here: the
/// secret store, the ledger, and the repository, whose change lies between two steps.
final class Deaths {
  /// Nothing in the product catches it, so nothing is tidied up.
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    private Died(String where) {
      super(where);
    }
  }

  private static final String CHANGED = "opening the repository with the new passphrase";

  private final int after;
  private final List<String> effects = new ArrayList<>();

  /// @param after so many effects; more than there are lets it live
  Deaths(int after) {
    this.after = after;
  }

  /// What has happened, in order.
  List<String> effects() {
    return List.copyOf(effects);
  }

  private <T> T happened(String effect, T result) {
    effects.add(effect);
    if (effects.size() == after) {
      throw new Died(effect);
    }
    return result;
  }

  Ledger in(Ledger ledger) {
    return new Ledger() {
      @Override
      public String place() {
        return ledger.place();
      }

      @Override
      public SortedSet<String> chains() {
        return ledger.chains();
      }

      @Override
      public List<Link> linksAfter(String chain, long sequence) {
        return ledger.linksAfter(chain, sequence);
      }

      @Override
      public boolean append(String chain, List<Link> links) {
        return happened("enter", ledger.append(chain, links));
      }
    };
  }

  RunListener steps() {
    return event -> {
      if (event instanceof RunEvent.Step(var _, var sentence) && sentence.equals(CHANGED)) {
        var _ = happened("change the repository", true);
      }
    };
  }

  Secrets in(Secrets secrets) {
    return new Secrets() {
      @Override
      public Secret open(SecretRef ref) {
        return secrets.open(ref);
      }

      @Override
      public Optional<Secret> find(SecretRef ref) {
        return secrets.find(ref);
      }

      @Override
      public void keep(SecretRef ref, Secret secret) {
        secrets.keep(ref, secret);
      }

      @Override
      public Optional<SecretStore> findStore(SecretRef ref) {
        return secrets.findStore(ref).map(Deaths.this::in);
      }
    };
  }

  private SecretStore in(SecretStore store) {
    return new SecretStore() {
      @Override
      public Optional<Current> current(String locator) {
        return store.current(locator);
      }

      @Override
      public long write(String locator, long expected, Secret secret) {
        return happened("write " + locator, store.write(locator, expected, secret));
      }

      @Override
      public Optional<Secret> version(String locator, long version) {
        return store.version(locator, version);
      }

      @Override
      public List<Long> versions(String locator) {
        return store.versions(locator);
      }

      @Override
      public void remove(String locator, long expected) {
        store.remove(locator, expected);
        var _ = happened("remove " + locator, true);
      }
    };
  }
}
