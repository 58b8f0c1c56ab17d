"""Imported only when somebody asks for the price list."""
import csv
import io
from decimal import ROUND_HALF_UP, Decimal


def price_list():
    out = io.StringIO()
    net = Decimal("1.25")
    gross = (net * Decimal("1.19")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    csv.writer(out).writerow(["milk", net, gross])
    return out.getvalue()
