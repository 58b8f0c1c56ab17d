package com.example;

import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/products")
public class ProductController {
  private final Products products;

  public ProductController(Products products) {
    this.products = products;
  }

  @GetMapping
  public List<Product> all() {
    return products.all();
  }

  @GetMapping("/{id}")
  public ResponseEntity<Product> find(@PathVariable("id") long id) {
    return ResponseEntity.of(products.find(id));
  }

  @PostMapping
  public ResponseEntity<Product> add(@RequestBody Product product) {
    Product added = products.add(product);
    return ResponseEntity.created(URI.create("/products/" + added.id())).body(added);
  }

  @PutMapping("/{id}")
  public ResponseEntity<Void> change(@PathVariable("id") long id, @RequestBody Product product) {
    return done(products.change(id, product));
  }

  @DeleteMapping("/{id}")
  public ResponseEntity<Void> remove(@PathVariable("id") long id) {
    return done(products.remove(id));
  }

  private static ResponseEntity<Void> done(boolean found) {
    return (found ? ResponseEntity.noContent() : ResponseEntity.notFound()).build();
  }
}
