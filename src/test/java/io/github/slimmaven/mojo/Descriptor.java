package io.github.slimmaven.mojo;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The plugin's descriptor, as the build has written it. */
record Descriptor(List<Goal> goals) {
  /** A goal: its class, its parameters, and what sets them on the command line. */
  record Goal(String name, Class<?> type, List<String> parameters, List<String> expressions) {
    Stream<String> properties() {
      return expressions.stream()
          .filter(expression -> expression.matches("\\$\\{[\\w.]+}"))
          .map(expression -> expression.substring(2, expression.length() - 1));
    }
  }

  static Descriptor read() {
    try (InputStream in = Descriptor.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
      Element plugin = parse(new InputSource(in));
      return new Descriptor(
          children(child(plugin, "mojos", Element.class)).map(Descriptor::goal).toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Goal goal(Element mojo) {
    try {
      return new Goal(
          child(mojo, "goal").orElseThrow(),
          Class.forName(child(mojo, "implementation").orElseThrow()),
          children(child(mojo, "parameters", Element.class))
              .map(parameter -> child(parameter, "name").orElseThrow())
              .toList(),
          children(child(mojo, "configuration", Element.class)).map(Node::getTextContent).toList());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  Optional<Goal> goal(String name) {
    return goals.stream().filter(goal -> goal.name().equals(name)).findAny();
  }

  boolean isParameter(String name) {
    return goals.stream().anyMatch(goal -> goal.parameters().contains(name));
  }

  /** Names in an element of a configuration, its own included, that nothing takes. */
  List<String> unknown(Element set) {
    List<String> unknown = new ArrayList<>();
    Optional<Field> field =
        goals.stream()
            .filter(goal -> goal.parameters().contains(set.getTagName()))
            .flatMap(goal -> field(goal.type(), set.getTagName()).stream())
            .findAny();
    if (field.isEmpty()) {
      unknown.add(set.getTagName());
    } else {
      check(set, field.get().getGenericType(), unknown);
    }
    return unknown;
  }

  private static void check(Element element, Type type, List<String> unknown) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() != Map.class) {
        children(element).forEach(e -> check(e, generic.getActualTypeArguments()[0], unknown));
      }
    } else if (type instanceof Class<?> bean
        && bean.getPackage() == Descriptor.class.getPackage()) {
      for (Element child : children(element).toList()) {
        Optional<Field> field = field(bean, child.getTagName());
        if (field.isPresent()) {
          check(child, field.get().getGenericType(), unknown);
        } else if (!hasSetter(bean, child.getTagName())) {
          unknown.add(element.getTagName() + "." + child.getTagName());
        }
      }
    }
  }

  private static Optional<Field> field(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return Optional.of(field);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean hasSetter(Class<?> type, String name) {
    String setter = "set" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return Stream.of(type.getDeclaredMethods()).map(Method::getName).anyMatch(setter::equals);
  }

  /** The root of an XML document. */
  static Element parse(String xml) {
    return parse(new InputSource(new StringReader(xml)));
  }

  private static Element parse(InputSource source) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(source)
          .getDocumentElement();
    } catch (IOException | ParserConfigurationException | SAXException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Element> children(Element element) {
    NodeList nodes = element.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }

  /** The text of a child. */
  static Optional<String> child(Element element, String name) {
    return children(element)
        .filter(child -> child.getTagName().equals(name))
        .map(Element::getTextContent)
        .findFirst();
  }

  private static Element child(Element element, String name, Class<Element> type) {
    return children(element)
        .filter(child -> child.getTagName().equals(name))
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }
}
