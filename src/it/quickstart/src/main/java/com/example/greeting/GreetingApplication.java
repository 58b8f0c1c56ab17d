package com.example.greeting;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class GreetingApplication {
  public static void main(String[] args) {
    SpringApplication.run(GreetingApplication.class, args);
  }

  public record Greeting(String content) {}

  @GetMapping("/")
  public Greeting greeting(@RequestParam(defaultValue = "World") String name) {
    return new Greeting("Hello, " + name + "!");
  }
}
