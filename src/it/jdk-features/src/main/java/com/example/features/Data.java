package com.example.features;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.prefs.Preferences;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.RowSetProvider;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

final class Data {
  private static final String XML = "<shop><item price=\"3\">tea</item><item>milk</item></shop>";

  private Data() {}

  static String zip() throws Exception {
    Path archive = Files.createTempDirectory("zip").resolve("a.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.writeString(zip.getPath("/hello.txt"), "hello");
    }
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()), Map.of())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(Files.readAllBytes(zip.getPath("/hello.txt")));
      }
      InputStream in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String xml() throws Exception {
    StringJoiner done = new StringJoiner("\n");
    Document dom = dom();
    done.add("DOM " + dom.getElementsByTagName("item").getLength());
    done.add("XPath " + XPathFactory.newInstance().newXPath().evaluate("sum(//@price)", dom));
    StringBuilder names = new StringBuilder();
    SAXParserFactory.newInstance()
        .newSAXParser()
        .parse(
            new InputSource(new StringReader(XML)),
            new DefaultHandler() {
              @Override
              public void startElement(String uri, String local, String name, Attributes all) {
                names.append(' ').append(name);
              }
            });
    done.add("SAX" + names);
    XMLStreamReader reader =
        XMLInputFactory.newInstance().createXMLStreamReader(new StringReader(XML));
    int events = 0;
    while (reader.hasNext()) {
      reader.next();
      events++;
    }
    done.add("StAX " + events);
    StringWriter written = new StringWriter();
    XMLStreamWriter writer = XMLOutputFactory.newInstance().createXMLStreamWriter(written);
    writer.writeEmptyElement("empty");
    writer.writeEndDocument();
    writer.flush();
    done.add(written.toString());
    String schema =
        "<schema xmlns='http://www.w3.org/2001/XMLSchema'><element name='shop'/></schema>";
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(new StreamSource(new StringReader(schema)))
        .newValidator()
        .validate(new StreamSource(new StringReader(XML)));
    return done.add("valid").toString();
  }

  private static Document dom() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(XML)));
  }

  /** A style sheet is compiled to a class of its own. */
  static String xslt() throws Exception {
    String sheet =
        "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
            + "<xsl:template match='/shop'><list><xsl:for-each select='item'><xsl:sort/>"
            + "<xsl:value-of select='concat(.,\" \")'/></xsl:for-each></list></xsl:template>"
            + "</xsl:stylesheet>";
    Transformer transformer =
        TransformerFactory.newInstance().newTransformer(new StreamSource(new StringReader(sheet)));
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter out = new StringWriter();
    transformer.transform(new DOMSource(dom()), new StreamResult(out));
    return out.toString();
  }

  /** The driver is found as a service: no class of ours names H2. */
  static String sql() throws Exception {
    try (Connection connection = h2();
        Statement statement = connection.createStatement()) {
      statement.execute("create table item (name varchar(9), made timestamp, tags json)");
      statement.execute("insert into item values ('tea', timestamp '2024-02-29 12:00:00', null)");
      statement.execute("create alias twice for 'java.lang.Math.abs(int)'");
      try (ResultSet row =
          statement.executeQuery("select name, made, twice(-3), soundex(name) from item")) {
        row.next();
        return row.getString(1)
            + " "
            + row.getObject(2, Timestamp.class)
            + " "
            + row.getInt(3)
            + " "
            + row.getString(4);
      }
    }
  }

  static String rowSet() throws Exception {
    try (Connection connection = h2();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1 as n union select 2")) {
      CachedRowSet cached = RowSetProvider.newFactory().createCachedRowSet();
      cached.populate(rows);
      return "rows " + cached.size();
    }
  }

  private static Connection h2() throws Exception {
    return DriverManager.getConnection("jdbc:h2:mem:");
  }

  static String preferences() throws Exception {
    Preferences node = Preferences.userRoot().node("com/example");
    node.put("colour", "green");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    node.exportNode(out);
    String colour = node.get("colour", "none");
    node.removeNode();
    return colour + " " + out.toString(StandardCharsets.UTF_8).contains("colour");
  }

  static String serial() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(List.of(1, "two", new IllegalStateException("three")));
    }
    return new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))
        .readObject()
        .toString();
  }
}
