package io.atomstreams.operators.online;

import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.promotion.PairedEvidence;
import java.util.Map;
import java.util.TreeMap;

/** A scorer's champion and what is known of each challenger against it. For one thread. */
public final class Contest {

  /** The champion's version; empty before the first. */
  String champion = "";

  /** What the first vector was about that it scored, event time, ms. */
  long since = Long.MIN_VALUE;

  final FirstAnswers firsts = new FirstAnswers();

  /** How many first answers were counted, and at which of them each challenger was heard last. */
  long counted;

  final TreeMap<String, Long> heard = new TreeMap<>();

  /** By version. */
  final TreeMap<String, PairedEvidence> challengers = new TreeMap<>();

  /** When the standing is due next, event time, ms. */
  long due = Fold.NEVER;

  /** Another champion serves: what is known was about the one before. */
  void begin(String version, long asOf) {
    champion = version;
    since = asOf;
    challengers.clear();
    heard.clear();
  }

  /** Lets the challenger go that was not heard of for longest. */
  void forgetOne() {
    String longest =
        heard.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
    challengers.remove(longest);
    heard.remove(longest);
  }
}
