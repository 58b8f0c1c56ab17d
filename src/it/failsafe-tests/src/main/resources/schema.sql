create table product (
  id bigint auto_increment primary key,
  name varchar(100) not null,
  price decimal(10, 2) not null
);
insert into product (name, price) values ('Tea', 4.50), ('Coffee', 7.20);
