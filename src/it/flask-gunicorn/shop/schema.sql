create table item (name text primary key, price real);
insert into item values ('milk', 1.25), ('bread', 1.8), ('cheese', 4.5);
