package io.atomstreams.operators.online;

import io.atomstreams.operators.drift.Detector;
import io.atomstreams.operators.drift.Detector.Signal;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a detector has seen of its stream, and what went on around it. For one thread. */
final class Watched<D> {

  private static final double FADING = 0.01;

  private final Detector<D> detector;
  private D seen;
  private long observations;
  private double recent;
  private double before;
  private boolean warned;
  private final Circumstances around;

  private Watched(Detector<D> detector, D seen, Circumstances around) {
    this.detector = detector;
    this.seen = seen;
    this.around = around;
  }

  static Watched<?> begin(Watch watch, List<String> features) {
    return begin(watch.parse(), features);
  }

  private static <D> Watched<D> begin(Detector<D> detector, List<String> features) {
    return new Watched<>(detector, detector.codec().create(), Circumstances.begin(features));
  }

  /** An answer that had been due was not there in time. */
  void takenBack(Inquiry inquiry, Example example) {
    inquiry.takenBack(around, example);
  }

  /** The drift that the detector sees at an example; a warning is said once, until it is over. */
  Optional<Drift> update(Watch watch, Inquiry inquiry, double probability, Example example) {
    double value = watch.loss().in(detector.domain(), probability, example.target());
    observations++;
    double share = Math.max(FADING, 1.0 / observations);
    recent += share * (value - recent);
    if (observations <= 1 / FADING) {
      before = recent;
    }
    inquiry.take(around, probability, example);
    Signal signal = detector.update(seen, value);
    boolean again = warned && signal == Signal.WARNING;
    warned = signal == Signal.WARNING;
    if (signal == Signal.NONE || again) {
      return Optional.empty();
    }
    boolean isDrift = signal == Signal.DRIFT;
    Drift.Cause cause = inquiry.cause(around, recent > before, isDrift);
    Drift drift = drift(watch, signal, cause, example);
    if (isDrift) {
      before = recent;
    }
    return Optional.of(drift);
  }

  private Drift drift(Watch watch, Signal signal, Drift.Cause cause, Example example) {
    return new Drift(
        RecordId.of("drift", example.tenant(), watch.id() + "|" + example.id()),
        example.tenant(),
        watch.id(),
        watch.detector(),
        watch.on(),
        example.label(),
        signal == Signal.DRIFT ? Drift.Level.DRIFT : Drift.Level.WARNING,
        observations,
        recent,
        before,
        signal == Signal.DRIFT
            ? watch.actions().stream().map(Watch.Action::word).toList()
            : List.of(),
        cause,
        example.ts(),
        example.source());
  }

  Watched<D> copy() {
    Watched<D> copy = new Watched<>(detector, detector.codec().copy(seen), around.copy());
    copy.observations = observations;
    copy.recent = recent;
    copy.before = before;
    copy.warned = warned;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, observations);
    out.writeDouble(recent);
    out.writeDouble(before);
    out.writeBoolean(warned);
    NestedState.write(detector.codec(), seen, out);
    around.write(out);
  }

  static Watched<?> read(Watch watch, List<String> features, DataInput in) throws IOException {
    return read(watch.parse(), features, in);
  }

  private static <D> Watched<D> read(Detector<D> detector, List<String> features, DataInput in)
      throws IOException {
    long observations = Varint.readUnsigned(in);
    double recent = in.readDouble();
    double before = in.readDouble();
    boolean warned = in.readBoolean();
    D seen = NestedState.read(detector.codec(), in);
    Watched<D> watched = new Watched<>(detector, seen, Circumstances.read(features, in));
    watched.observations = observations;
    watched.recent = recent;
    watched.before = before;
    watched.warned = warned;
    return watched;
  }
}
