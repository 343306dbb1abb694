package dev.holdfast.fleet.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every ledger promises. A subclass says only how to open an empty one, once or twice.
public abstract class LedgerContract {
  private static final int WRITERS = 8;
  private static final int ENTRIES_EACH = 20;

  /// A ledger that was empty when the test began.
  protected abstract Ledger ledger();

  /// The same ledger, as another process would open it.
  protected abstract Ledger sameLedgerAgain();

  @Test
  public void an_empty_ledger_has_no_chains() {
    assertThat(ledger().chains()).isEmpty();
    assertThat(ledger().linksAfter("web1", 0)).isEmpty();
  }

  @Test
  public void what_was_appended_is_read_byte_for_byte_by_everybody() {
    var links = links(Head.genesis("web1"), "{\"a\":1}", "{\"b\":\"\\u00e4 \\\\ '\\\" %s\"}");
    assertThat(ledger().append("web1", links)).isTrue();
    assertThat(ledger().linksAfter("web1", 0)).isEqualTo(links);
    assertThat(sameLedgerAgain().linksAfter("web1", 0)).isEqualTo(links);
    assertThat(sameLedgerAgain().linksAfter("web1", 1)).isEqualTo(links.subList(1, 2));
    assertThat(sameLedgerAgain().linksAfter("web1", 2)).isEmpty();
  }

  @Test
  public void chains_are_kept_apart_and_listed_in_order() {
    assertThat(ledger().append("web2", links(Head.genesis("web2"), "{}"))).isTrue();
    assertThat(ledger().append("web1", links(Head.genesis("web1"), "{}", "{}"))).isTrue();
    assertThat(ledger().chains()).containsExactly("web1", "web2");
    assertThat(ledger().linksAfter("web2", 0)).hasSize(1);
  }

  @Test
  public void a_long_chain_comes_in_order() {
    var head = Head.genesis("web1");
    var all = new ArrayList<Link>();
    for (int part = 0; part < 5; part++) {
      var links = links(head, numbered(part * 300, 300));
      assertThat(ledger().append("web1", links)).isTrue();
      all.addAll(links);
      head = links.getLast().head();
    }
    assertThat(ledger().linksAfter("web1", 0)).isEqualTo(all);
  }

  @Test
  public void a_link_that_does_not_follow_the_head_is_not_appended() {
    var first = links(Head.genesis("web1"), "{\"n\":1}");
    assertThat(ledger().append("web1", first)).isTrue();
    assertThat(ledger().append("web1", links(Head.genesis("web1"), "{\"n\":2}"))).isFalse();
    var forked = new Head(1, ChainHash.genesis("another"));
    assertThat(ledger().append("web1", links(forked, "{\"n\":3}"))).isFalse();
    var ahead = new Head(2, first.getFirst().hash());
    assertThat(ledger().append("web1", links(ahead, "{\"n\":4}"))).isFalse();
    assertThat(ledger().append("web2", links(new Head(1, forked.hash()), "{}"))).isFalse();
    assertThat(ledger().linksAfter("web1", 0)).isEqualTo(first);
    assertThat(ledger().chains()).containsExactly("web1");
  }

  @Test
  public void nothing_of_a_refused_append_stays() {
    assertThat(ledger().append("web1", links(Head.genesis("web1"), "{\"n\":1}"))).isTrue();
    assertThat(ledger().append("web1", links(Head.genesis("web1"), numbered(0, 5)))).isFalse();
    assertThat(ledger().linksAfter("web1", 0)).hasSize(1);
  }

  @Test
  public void writers_at_the_same_time_make_one_chain() throws Exception {
    ledger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = new ArrayList<Future<?>>();
      for (int writer = 0; writer < WRITERS; writer++) {
        var own = writer % 2 == 0 ? ledger() : sameLedgerAgain();
        var name = "writer " + writer;
        work.add(threads.submit(() -> write(own, name)));
      }
      for (var done : work) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a writer failed", e.getCause());
    }
    var head = Head.genesis("web1");
    for (var link : ledger().linksAfter("web1", 0)) {
      assertThat(link.continues(head)).isTrue();
      head = link.head();
    }
    assertThat(head.sequence()).isEqualTo(WRITERS * ENTRIES_EACH);
  }

  private static void write(Ledger ledger, String name) {
    var head = Head.genesis("web1");
    for (int entry = 0; entry < ENTRIES_EACH; ) {
      for (var link : ledger.linksAfter("web1", head.sequence())) {
        head = link.head();
      }
      if (ledger.append("web1", links(head, "{\"by\":\"%s %d\"}".formatted(name, entry)))) {
        entry++;
      }
    }
  }

  private static String[] numbered(int from, int count) {
    var contents = new String[count];
    for (int i = 0; i < count; i++) {
      contents[i] = "{\"n\":" + (from + i) + "}";
    }
    return contents;
  }

  private static List<Link> links(Head head, String... contents) {
    var links = new ArrayList<Link>();
    var last = head;
    for (var content : contents) {
      var link = last.link(content);
      links.add(link);
      last = link.head();
    }
    return links;
  }
}
