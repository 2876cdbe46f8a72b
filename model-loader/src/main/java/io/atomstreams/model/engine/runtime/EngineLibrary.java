package io.atomstreams.model.engine.runtime;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import java.util.List;

/**
 * The library an engine needs. It is an optional dependency: whoever serves with one engine does
 * not ship the others.
 *
 * @param engine the engine's name
 * @param classNames one class of each artifact, by which its absence is noticed
 * @param artifacts Maven coordinates, complete with what they bring
 * @param otherWay what else helps, for the message; may be empty
 */
public record EngineLibrary(
    String engine, List<String> classNames, List<String> artifacts, String otherWay) {

  public EngineLibrary {
    classNames = List.copyOf(classNames);
    artifacts = List.copyOf(artifacts);
  }

  public EngineLibrary(String engine, List<String> classNames, List<String> artifacts) {
    this(engine, classNames, artifacts, "");
  }

  /** Opens a model in a class that may name the library's own. */
  public interface Opening<M> {
    M open();
  }

  /**
   * Opens a model if the library is there.
   *
   * @throws ModelException naming the artifacts to add if a class of it is missing, or its native
   *     part does not run on this platform
   */
  public <M> M require(ModelRef ref, Opening<M> opening) {
    for (String name : classNames) {
      try {
        Class.forName(name, false, EngineLibrary.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        throw absent(ref, e);
      }
    }
    try {
      return opening.open();
    } catch (LinkageError e) {
      throw absent(ref, e);
    }
  }

  /** The same for what has no result. */
  public void run(ModelRef ref, Runnable use) {
    require(
        ref,
        () -> {
          use.run();
          return Boolean.TRUE;
        });
  }

  private ModelException absent(ModelRef ref, Throwable cause) {
    return new ModelException(
        "model %s: engine %s needs its library, which is not there or cannot be used here; add %s to the class path%s (%s)"
            .formatted(ref, engine, String.join(" and ", artifacts), otherWay, cause),
        cause);
  }
}
