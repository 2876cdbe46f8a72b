package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.online.Standing;
import io.atomstreams.operators.online.StandingCodec;
import io.atomstreams.operators.promotion.PromotionPolicy;
import io.atomstreams.operators.rollout.ModelLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about challengers when the checkpoint that has the evidence is complete: the latest
 * standing only. Where the log of models does not answer, the next standing is decided about.
 */
final class PromotionSink implements Sink<Standing>, SupportsCommitter<Standing> {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(PromotionSink.class);

  // Configuration.
  private final PromotionPolicy policy;
  private final ModelLog log;

  PromotionSink(PromotionPolicy policy, ModelLog log) {
    this.policy = policy;
    this.log = log;
  }

  @Override
  public CommittingSinkWriter<Standing, Standing> createWriter(WriterInitContext context) {
    return new Writer();
  }

  @Override
  public Committer<Standing> createCommitter(CommitterInitContext context) {
    return new Deciding(
        new Arbiter(log, policy, Clock.systemUTC()), new AtomMetrics(context.metricGroup()));
  }

  @Override
  public SimpleVersionedSerializer<Standing> getCommittableSerializer() {
    return new CodecVersions<>(new StandingCodec());
  }

  private static final class Writer implements CommittingSinkWriter<Standing, Standing> {
    private final List<Standing> standings = new ArrayList<>();

    @Override
    public void write(Standing standing, Context context) {
      standings.clear();
      standings.add(standing);
    }

    @Override
    public void flush(boolean endOfInput) {
      // prepareCommit hands over the latest
    }

    @Override
    public Collection<Standing> prepareCommit() {
      List<Standing> latest = List.copyOf(standings);
      standings.clear();
      return latest;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  private static final class Deciding implements Committer<Standing> {
    private final Arbiter arbiter;
    private final Counter decisions;
    private final Counter failures;

    Deciding(Arbiter arbiter, AtomMetrics metrics) {
      this.arbiter = arbiter;
      this.decisions = metrics.counter(AtomMetric.PROMOTION_REQUESTS);
      this.failures = metrics.counter(AtomMetric.PROMOTION_FAILURES);
    }

    @Override
    public void commit(Collection<CommitRequest<Standing>> requests) {
      requests.stream()
          .map(CommitRequest::getCommittable)
          .max(Comparator.comparingLong(Standing::at))
          .ifPresent(this::decide);
    }

    private void decide(Standing standing) {
      try {
        arbiter
            .decide(standing)
            .ifPresent(
                proposal -> {
                  decisions.inc();
                  LOG.info("{} {}: {}", proposal.move(), proposal.model(), proposal.reason());
                });
      } catch (RuntimeException e) { // whatever the log's broker has: learning goes on
        if (Thread.currentThread().isInterrupted()) {
          throw e; // the task is being cancelled: nothing was decided
        }
        failures.inc();
        LOG.warn(
            "nothing is decided about {}, the next standing will be: {}", standing.scorer(), e, e);
      }
    }

    @Override
    public void close() {
      // connections are opened for each decision and closed after it
    }
  }
}
