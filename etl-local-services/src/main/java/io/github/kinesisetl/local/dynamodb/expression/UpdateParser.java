// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.expression;

import io.github.kinesisetl.local.dynamodb.expression.UpdateAction.Source;
import io.github.kinesisetl.local.dynamodb.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads updates by recursive descent. */
public final class UpdateParser {

  private static final int MAX_DEPTH = 20;

  private final TokenReader reader;
  private final List<UpdateAction> actions = new ArrayList<>();
  private int depth;

  private UpdateParser(TokenReader reader) {
    this.reader = reader;
  }

  /**
   * Reads an update.
   *
   * @param expression the update
   * @param placeholders what stands for names and values
   * @return the update
   * @throws io.github.kinesisetl.local.service.ServiceError if the expression is not valid
   */
  public static Update parse(String expression, Placeholders placeholders) {
    var parser = new UpdateParser(new TokenReader(Update.FIELD, expression, placeholders));
    parser.sections();
    return new Update(parser.actions);
  }

  private void sections() {
    Set<String> seen = new HashSet<>();
    do {
      if (reader.peek().kind() != Token.Kind.WORD) {
        throw reader.syntaxError();
      }
      String section = reader.peek().text().toUpperCase(Locale.ROOT);
      if (!List.of("SET", "REMOVE", "ADD", "DELETE").contains(section)) {
        throw reader.syntaxError();
      }
      reader.next();
      if (!seen.add(section)) {
        throw reader.error(
            "The \"%s\" section can only be used once in an update expression;".formatted(section));
      }
      do {
        actions.add(action(section));
      } while (reader.skipSymbol(","));
    } while (reader.peek().kind() != Token.Kind.END);
  }

  private UpdateAction action(String section) {
    Path path = reader.path();
    return switch (section) {
      case "SET" -> set(path);
      case "REMOVE" -> new UpdateAction.Remove(path);
      case "ADD" -> add(path);
      default -> delete(path);
    };
  }

  private UpdateAction set(Path path) {
    reader.expectSymbol("=");
    Source source = source();
    if (reader.skipSymbol("+")) {
      source = new UpdateAction.Sum(source, source(), false);
    } else if (reader.skipSymbol("-")) {
      source = new UpdateAction.Sum(source, source(), true);
    }
    return new UpdateAction.Set(path, source);
  }

  private UpdateAction add(Path path) {
    Value value = reader.value();
    if (value instanceof Value.Num || value instanceof Value.SetOf) {
      return new UpdateAction.Add(path, value);
    }
    throw reader.error(
        "Incorrect operand type for operator or function; operator: ADD, operand type: "
            + value.type());
  }

  private UpdateAction delete(Path path) {
    Value value = reader.value();
    if (value instanceof Value.SetOf set) {
      return new UpdateAction.Delete(path, set);
    }
    throw reader.error(
        "Incorrect operand type for operator or function; operator: DELETE, operand type: "
            + value.type());
  }

  private Source source() {
    if (reader.peek().kind() == Token.Kind.VALUE) {
      return new UpdateAction.Constant(reader.value());
    }
    if (!reader.isFunction()) {
      return new UpdateAction.Copy(reader.path());
    }
    if (++depth > MAX_DEPTH) {
      throw reader.error("The expression is nested deeper than %d".formatted(MAX_DEPTH));
    }
    Source function = function();
    depth--;
    return function;
  }

  private Source function() {
    String name = reader.next().text();
    reader.expectSymbol("(");
    Source source =
        switch (name) {
          case "if_not_exists" -> ifNotExists();
          case "list_append" -> append();
          default -> throw reader.error("Invalid function name; function: " + name);
        };
    reader.expectSymbol(")");
    return source;
  }

  private Source ifNotExists() {
    Path path = reader.path();
    reader.expectSymbol(",");
    return new UpdateAction.IfNotExists(path, source());
  }

  private Source append() {
    Source first = source();
    reader.expectSymbol(",");
    return new UpdateAction.Append(first, source());
  }
}
