package io.atomstreams.pipelines.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.atomstreams.pipelines.chaos.oracle.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * A run and what the oracle says of it.
 *
 * @param seconds from the first event to the last outcome
 * @param events sent
 * @param heldSeconds how long the load waited, so as not to be too far ahead
 * @param complete whether every event had its outcome before the job was stopped
 * @param scoredToTheEnd whether predictions were made since the last fault began
 */
public record ChaosReport(
    long seed,
    long seconds,
    long events,
    double perSecond,
    double heldSeconds,
    boolean complete,
    boolean scoredToTheEnd,
    List<Incident> incidents,
    Verdict verdict) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public ChaosReport {
    incidents = List.copyOf(incidents);
  }

  /** Nothing lost, doubled or altered, and every fault was dealt with as is promised. */
  public boolean passed() {
    return complete
        && scoredToTheEnd
        && verdict.exact()
        && incidents.stream().allMatch(one -> one.recovered() && one.asPromised());
  }

  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report in memory cannot fail to be written", e);
    }
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%n%-4s %-22s %6s %9s %9s  %s%n"
            .formatted("no.", "fault", "at s", "lasted s", "silent s", "what"));
    for (Incident one : incidents) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-4d %-22s %6d %9.1f %9.1f  %s%s%s%s%n",
              one.number(),
              one.fault(),
              one.at(),
              one.lastedMillis() / 1000.0,
              one.silentMillis() / 1000.0,
              one.what(),
              one.recovered() ? "" : "; DID NOT COME BACK",
              one.asPromised() ? "" : "; NOT AS PROMISED",
              one.exactSoFar() ? "" : "; NOT EXACT"));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nseed %d: %d faults over %,d events in %d s (%.0f a second; held back %.0f s)%n",
            seed,
            incidents.size(),
            events,
            seconds,
            perSecond,
            heldSeconds));
    text.append(
        String.format(
            Locale.ROOT,
            "%,d records compared, %,d of them predictions (%,d by a stand-in, each saying so)%n"
                + "lost %d, doubled %d, altered %d, overtaken %d, unreadable %d%n"
                + "%,d records taken back; uncommitted view differs in %d%n",
            verdict.compared(),
            verdict.scored(),
            verdict.stoodIn(),
            verdict.lost(),
            verdict.doubled(),
            verdict.altered(),
            verdict.overtaken(),
            verdict.unreadable(),
            verdict.takenBack(),
            verdict.viewsDiffer()));
    if (!scoredToTheEnd) {
      text.append("NOTHING WAS SCORED since the last fault began\n");
    }
    verdict.problems().forEach(problem -> text.append("  ").append(problem).append('\n'));
    return text.append(passed() ? "exact\n" : "NOT EXACT\n").toString();
  }
}
