package io.atomstreams.pipelines.learning;

import io.atomstreams.model.registry.Trust;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.online.LearningFold;
import io.atomstreams.operators.online.Version;
import io.atomstreams.operators.online.VersionCodec;
import io.atomstreams.operators.rollout.ModelLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
 * Registers the versions of one learner when the checkpoint that has them is complete: a version
 * that anybody can see follows from examples that no failure takes back.
 *
 * <p>Whatever goes wrong here stops nothing: it is counted and logged, and the next version tries
 * again. A version is registered again by the same number and content only, which changes nothing.
 */
final class VersionSink implements Sink<Version>, SupportsCommitter<Version> {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(VersionSink.class);

  // Configuration.
  private final String registry;
  private final LearningFold.Options learner;
  private final String scorer;
  private final ModelLog log;

  /**
   * The sink of one learner.
   *
   * @param scorer whose challengers versions become; empty: they are registered and no more
   */
  VersionSink(
      String registry, LearningFold.Options learner, Optional<String> scorer, ModelLog log) {
    this.registry = registry;
    this.learner = learner;
    this.scorer = scorer.orElse(null);
    this.log = log;
  }

  @Override
  public CommittingSinkWriter<Version, Version> createWriter(WriterInitContext context) {
    return new Writer();
  }

  @Override
  public Committer<Version> createCommitter(CommitterInitContext context) {
    return new Registrar(
        new VersionPublisher(ModelStores.open(registry, Trust.ANYBODY), learner),
        Optional.ofNullable(scorer).map(id -> new Challenge(id, log, Clock.systemUTC())),
        new AtomMetrics(context.metricGroup()));
  }

  @Override
  public SimpleVersionedSerializer<Version> getCommittableSerializer() {
    return new CodecVersions<>(new VersionCodec());
  }

  private static final class Writer implements CommittingSinkWriter<Version, Version> {
    private final List<Version> versions = new ArrayList<>();

    @Override
    public void write(Version version, Context context) {
      versions.add(version);
    }

    @Override
    public void flush(boolean endOfInput) {
      // prepareCommit hands over everything
    }

    @Override
    public Collection<Version> prepareCommit() {
      List<Version> prepared = List.copyOf(versions);
      versions.clear();
      return prepared;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  /** Registers, then challenges with the latest. */
  private final class Registrar implements Committer<Version> {
    private final VersionPublisher publisher;
    private final Optional<Challenge> challenge;
    private final Counter registered;
    private final Counter challenges;
    private final Counter failures;

    Registrar(VersionPublisher publisher, Optional<Challenge> challenge, AtomMetrics metrics) {
      this.publisher = publisher;
      this.challenge = challenge;
      this.registered = metrics.counter(AtomMetric.VERSIONS, learner.id());
      this.challenges = metrics.counter(AtomMetric.CHALLENGES, learner.id());
      this.failures = metrics.counter(AtomMetric.PUBLISH_FAILURES, learner.id());
    }

    @Override
    public void commit(Collection<CommitRequest<Version>> requests) {
      requests.stream()
          .map(CommitRequest::getCommittable)
          .sorted(Comparator.comparingLong(Version::at))
          .forEach(this::register);
    }

    private void register(Version version) {
      try {
        VersionPublisher.Published published = publisher.publish(version);
        if (published.isNew()) {
          registered.inc();
        }
        if (challenge.isPresent()) {
          challenge(published);
        }
      } catch (RuntimeException e) { // a registry, a broker or a model: learning goes on
        requireNotCancelled(e);
        failures.inc();
        LOG.warn(
            "version {} of {} is not published, the next one will be tried: {}",
            version.number(),
            version.model(),
            e.getMessage(),
            e);
      }
    }

    /** A task that is being cancelled has published nothing: it must not seem committed. */
    private static void requireNotCancelled(RuntimeException failure) {
      if (Thread.currentThread().isInterrupted()) {
        throw failure;
      }
    }

    private void challenge(VersionPublisher.Published published) {
      Challenge.Outcome outcome =
          challenge
              .orElseThrow()
              .with(
                  published.manifest().ref(),
                  published.manifest().digest(),
                  "learner " + learner.id());
      if (outcome == Challenge.Outcome.SHADOW || outcome == Challenge.Outcome.CHAMPION) {
        challenges.inc();
      }
      LOG.info("{} for {}: {}", published.manifest().ref(), scorer, outcome);
    }

    @Override
    public void close() {
      // connections are opened for each version and closed after it
    }
  }
}
