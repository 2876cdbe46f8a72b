package io.atomstreams.model.engine.ensemble;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens an {@code ensemble.json} ({@link EnsembleSpec}) and each of its members with the member's
 * own engine. A member may be an ensemble itself.
 */
public final class EnsembleEngine implements ModelEngine {

  /** The file this engine looks for. */
  public static final String ENSEMBLE_FILE = "ensemble.json";

  private final Function<String, ModelEngine> engines;

  /**
   * For members of these engines.
   *
   * @param engines the engine of a name, or a {@link ModelException}
   */
  public EnsembleEngine(Function<String, ModelEngine> engines) {
    this.engines = engines;
  }

  @Override
  public String name() {
    return "ensemble";
  }

  /** Each member by its own engine, too. */
  @Override
  public void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {
    for (EnsembleSpec.Member member : read(ref, artifacts).members()) {
      Path directory = directory(ref, member, artifacts);
      ofMember(
          ref,
          member,
          () -> {
            engines.apply(member.engine()).inspect(ref, member.signature(), directory);
            return directory;
          });
    }
  }

  private static EnsembleSpec read(ModelRef ref, Path artifacts) {
    try {
      return EnsembleSpec.fromJson(Files.readString(artifacts.resolve(ENSEMBLE_FILE)));
    } catch (IOException e) {
      throw new ModelException(
          "model " + ref + ": engine ensemble needs " + ENSEMBLE_FILE + " in " + artifacts, e);
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    EnsembleSpec spec = read(ref, artifacts);
    requireFit(ref, signature, spec);
    List<MemberModel> members = new ArrayList<>();
    try {
      for (EnsembleSpec.Member member : spec.members()) {
        members.add(open(ref, signature, member, artifacts));
      }
      return new EnsembleModel(ref, signature, spec, members);
    } catch (RuntimeException e) {
      members.forEach(MemberModel::close);
      throw e;
    }
  }

  private MemberModel open(
      ModelRef ref, ModelSignature signature, EnsembleSpec.Member member, Path artifacts) {
    Path directory = directory(ref, member, artifacts);
    Model model =
        ofMember(
            ref,
            member,
            () -> engines.apply(member.engine()).open(ref, member.signature(), directory));
    return new MemberModel(model, signature.features());
  }

  private static Path directory(ModelRef ref, EnsembleSpec.Member member, Path artifacts) {
    Path root = artifacts.normalize();
    Path directory = artifacts.resolve(member.directory()).normalize();
    if (!directory.startsWith(root) || directory.equals(root)) {
      throw new ModelException(
          "model %s: member %s lies outside of %s; a member is a directory below it"
              .formatted(ref, member.directory(), artifacts));
    }
    return directory;
  }

  private static <T> T ofMember(ModelRef ref, EnsembleSpec.Member member, Supplier<T> work) {
    try {
      return work.get();
    } catch (ModelException e) {
      throw new ModelException(
          "model %s: member %s: %s".formatted(ref, member.directory(), e.getMessage()), e);
    }
  }

  private static void requireFit(ModelRef ref, ModelSignature signature, EnsembleSpec spec) {
    if (signature.outputWidth() != 1) {
      throw new ModelException(
          "model %s: an ensemble gives one value a row, the manifest says %s"
              .formatted(ref, signature.outputs()));
    }
    Set<String> union = new LinkedHashSet<>();
    for (EnsembleSpec.Member member : spec.members()) {
      union.addAll(member.signature().features());
      requireKind(ref, signature, spec.method(), member);
    }
    if (!union.equals(Set.copyOf(signature.features()))) {
      throw new ModelException(
          "model %s: the members take the features %s together, the manifest lists %s"
              .formatted(ref, union, signature.features()));
    }
  }

  private static void requireKind(
      ModelRef ref,
      ModelSignature signature,
      EnsembleSpec.Method method,
      EnsembleSpec.Member member) {
    ModelSignature.Kind kind = signature.score().kind();
    if (member.signature().score().kind() != kind
        || (method == EnsembleSpec.Method.STACKING && kind != ModelSignature.Kind.PROBABILITY)) {
      throw new ModelException(
          "model %s: %s makes a %s of member %s, which gives a %s; stacking is for probabilities, the others keep the kind"
              .formatted(ref, method, kind, member.directory(), member.signature().score().kind()));
    }
  }
}
