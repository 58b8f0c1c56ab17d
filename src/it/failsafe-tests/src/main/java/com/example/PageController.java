package com.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
public class PageController {
  private final Products products;

  public PageController(Products products) {
    this.products = products;
  }

  @GetMapping("/catalogue")
  public String catalogue(Model model) {
    model.addAttribute("products", products.all());
    return "catalogue";
  }

  /** The lawyers change the file: it is read anew each time. */
  @GetMapping(value = "/terms", produces = MediaType.TEXT_PLAIN_VALUE)
  @ResponseBody
  public String terms() throws IOException {
    return Files.readString(Path.of("/opt/shop/terms.txt"));
  }

  /** No test asks for one, the OpenAPI document names it. */
  @GetMapping(value = "/labels/{language:[a-z]+}", produces = MediaType.TEXT_PLAIN_VALUE)
  @ResponseBody
  public String label(@PathVariable("language") String language) throws IOException {
    return Files.readString(Path.of("/opt/shop/labels", language + ".txt"));
  }

  @GetMapping(value = "/currency", produces = MediaType.TEXT_PLAIN_VALUE)
  @ResponseBody
  public String currency() {
    return "EUR";
  }
}
