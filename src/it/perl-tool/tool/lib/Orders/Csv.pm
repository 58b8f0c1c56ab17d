package Orders::Csv;
use strict;
use warnings;

use List::Util qw(pairs);
use Text::ParseWords;

sub export {
    my ($class, @orders) = @_;
    my $lines = join '', map { qq($_->{id},"$_->{name}"\n) } @orders;
    my @first = quotewords(',', 0, split /\n/, $lines);
    return "id,name\n" . $lines . '# ' . @first . " fields\n";
}

1;
