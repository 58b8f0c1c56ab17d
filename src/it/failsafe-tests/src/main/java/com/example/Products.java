package com.example;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

@Repository
public class Products {
  private final JdbcClient jdbc;

  public Products(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public List<Product> all() {
    return jdbc.sql("select * from product order by id").query(Product.class).list();
  }

  public Optional<Product> find(long id) {
    return jdbc.sql("select * from product where id = ?").param(id).query(Product.class).optional();
  }

  public Product add(Product product) {
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    jdbc.sql("insert into product (name, price) values (?, ?)")
        .params(product.name(), product.price())
        .update(key, "id");
    return new Product(key.getKey().longValue(), product.name(), product.price());
  }

  public boolean change(long id, Product product) {
    return jdbc.sql("update product set name = ?, price = ? where id = ?")
            .params(product.name(), product.price(), id)
            .update()
        == 1;
  }

  public boolean remove(long id) {
    return jdbc.sql("delete from product where id = ?").param(id).update() == 1;
  }
}
