package io.atomstreams.operators.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.atomstreams.operators.event.Event;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One checked expression over an event in the Common Expression Language (cel.dev): no side
 * effects, no clock, no chance, and it always ends. What it names stands in {@link EventVariable}.
 */
final class Expression {

  private static final int MOST_CHARACTERS = 2_000;
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(MOST_CHARACTERS)
          .comprehensionMaxIterations(1_000)
          .build();

  /** Only functions whose result is no longer than what they are given. */
  private static final CelStringExtensions TEXT_FUNCTIONS =
      CelExtensions.strings(
          Function.CHAR_AT,
          Function.INDEX_OF,
          Function.LAST_INDEX_OF,
          Function.LOWER_ASCII,
          Function.SUBSTRING,
          Function.TRIM,
          Function.UPPER_ASCII);

  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(TEXT_FUNCTIONS)
          .build();

  private final CelType type;
  private final CelRuntime.Program program;

  private Expression(CelType type, CelRuntime.Program program) {
    this.type = type;
    this.program = program;
  }

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(TEXT_FUNCTIONS);
    for (EventVariable variable : EventVariable.values()) {
      builder.addVar(variable.variable(), variable.type());
    }
    return builder.build();
  }

  /**
   * Checks an expression.
   *
   * @param types what it may come to
   * @throws IllegalArgumentException naming line and column of every mistake
   */
  static Expression of(String text, CelType... types) {
    try {
      CelAbstractSyntaxTree tree = COMPILER.compile(text).getAst();
      CelType type = tree.getResultType();
      if (!List.of(types).contains(type)) {
        throw new IllegalArgumentException(
            "'%s' is of type %s, must be %s"
                .formatted(
                    text,
                    type.name(),
                    Arrays.stream(types).map(CelType::name).collect(Collectors.joining(" or "))));
      }
      return new Expression(type, RUNTIME.createProgram(tree));
    } catch (CelValidationException e) {
      throw new IllegalArgumentException("'" + text + "': " + mistakes(e), e);
    } catch (CelEvaluationException e) {
      throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
    }
  }

  private static String mistakes(CelValidationException e) {
    return e.getErrors().stream().map(Expression::mistake).collect(Collectors.joining("; "))
        + "; an event has "
        + Arrays.stream(EventVariable.values())
            .map(EventVariable::variable)
            .collect(Collectors.joining(", "));
  }

  private static String mistake(CelIssue issue) {
    return "line %d column %d: %s"
        .formatted(
            issue.getSourceLocation().getLine(),
            issue.getSourceLocation().getColumn() + 1,
            issue.getMessage());
  }

  boolean isText() {
    return type.equals(SimpleType.STRING);
  }

  /** The value, or {@code null} where it has none: a division by zero, a place beyond a list. */
  Object of(Event event) {
    try {
      return program.eval(name -> EventVariable.find(name, event));
    } catch (CelEvaluationException e) {
      return null;
    }
  }
}
