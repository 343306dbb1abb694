package dev.holdfast.fleet.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A ledger that lives as long as a test.
public final class MemoryLedger implements Ledger {
  private final Map<String, List<Link>> chains = new TreeMap<>();

  @Override
  public String place() {
    return "memory";
  }

  @Override
  public synchronized SortedSet<String> chains() {
    return new TreeSet<>(chains.keySet());
  }

  @Override
  public synchronized List<Link> linksAfter(String chain, long sequence) {
    return chains.getOrDefault(chain, List.of()).stream()
        .filter(link -> link.sequence() > sequence)
        .toList();
  }

  @Override
  public synchronized boolean append(String chain, List<Link> links) {
    var stored = chains.getOrDefault(chain, List.of());
    var head = stored.isEmpty() ? Head.genesis(chain) : stored.getLast().head();
    var first = links.getFirst();
    if (first.sequence() != head.sequence() + 1 || !first.previous().equals(head.hash())) {
      return false;
    }
    chains.computeIfAbsent(chain, _ -> new ArrayList<>()).addAll(links);
    return true;
  }

  /// What somebody with a way around the ledger would do.
  synchronized void forge(String chain, int index, Link link) {
    var stored = chains.get(chain);
    if (stored != null) {
      stored.set(index, link);
    }
  }
}
