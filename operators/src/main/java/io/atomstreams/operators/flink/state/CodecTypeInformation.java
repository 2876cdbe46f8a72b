package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.online.Cut;
import io.atomstreams.operators.online.Judged;
import io.atomstreams.operators.online.Lesson;
import io.atomstreams.operators.online.Standing;
import io.atomstreams.operators.online.StandingCodec;
import io.atomstreams.operators.online.Version;
import io.atomstreams.operators.online.VersionCodec;
import io.atomstreams.operators.profile.ProfileAccumulator;
import io.atomstreams.operators.profile.ProfileCodec;
import io.atomstreams.operators.profile.ProfilePart;
import io.atomstreams.operators.profile.ProfilePartCodec;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.validation.Intake;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of a stream whose records a codec writes. */
public final class CodecTypeInformation<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private final StateCodec<T> codec;

  public CodecTypeInformation(Class<T> type, StateCodec<T> codec) {
    this.type = type;
    this.codec = codec;
  }

  public static CodecTypeInformation<Intake> intake() {
    return new CodecTypeInformation<>(Intake.class, new IntakeCodec());
  }

  public static CodecTypeInformation<Output> output() {
    return new CodecTypeInformation<>(Output.class, new OutputCodec());
  }

  public static CodecTypeInformation<LearningInput> learningInput() {
    return new CodecTypeInformation<>(LearningInput.class, new LearningInputCodec());
  }

  public static CodecTypeInformation<EntityVisit> visit() {
    return new CodecTypeInformation<>(EntityVisit.class, new VisitCodec());
  }

  public static CodecTypeInformation<EntityVisit.Answer> answer() {
    return new CodecTypeInformation<>(EntityVisit.Answer.class, new AnswerCodec());
  }

  public static CodecTypeInformation<BackfillRecord> backfill() {
    return new CodecTypeInformation<>(BackfillRecord.class, new BackfillCodec());
  }

  public static CodecTypeInformation<ProfileAccumulator> profile() {
    return new CodecTypeInformation<>(ProfileAccumulator.class, new ProfileCodec());
  }

  public static CodecTypeInformation<ProfilePart> profilePart() {
    return new CodecTypeInformation<>(ProfilePart.class, new ProfilePartCodec());
  }

  public static CodecTypeInformation<Example> example() {
    return new CodecTypeInformation<>(Example.class, new ExampleCodec());
  }

  public static CodecTypeInformation<Drift> drift() {
    return new CodecTypeInformation<>(Drift.class, new DriftCodec());
  }

  public static CodecTypeInformation<Alert> alert() {
    return new CodecTypeInformation<>(Alert.class, new AlertCodec());
  }

  public static CodecTypeInformation<Finding> finding() {
    return new CodecTypeInformation<>(Finding.class, new FindingCodec());
  }

  public static CodecTypeInformation<Lesson> lesson() {
    return new CodecTypeInformation<>(Lesson.class, new LessonCodec());
  }

  public static CodecTypeInformation<Judged> judged() {
    return new CodecTypeInformation<>(Judged.class, new JudgedCodec());
  }

  public static CodecTypeInformation<Cut> cut() {
    return new CodecTypeInformation<>(Cut.class, new CutCodec());
  }

  public static CodecTypeInformation<Standing> standing() {
    return new CodecTypeInformation<>(Standing.class, new StandingCodec());
  }

  public static CodecTypeInformation<Version> version() {
    return new CodecTypeInformation<>(Version.class, new VersionCodec());
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new CodecSerializer<>(codec.duplicate());
  }

  @Override
  public String toString() {
    return "Codec<" + type.getSimpleName() + ">";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodecTypeInformation<?> that
        && that.type == type
        && that.codec.id().equals(codec.id());
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof CodecTypeInformation;
  }
}
