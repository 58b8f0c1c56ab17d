from flask import Flask


def create_app():
    app = Flask(__name__)

    from . import pages, stock

    app.register_blueprint(pages.pages)
    app.register_blueprint(stock.stock, url_prefix="/stock")
    return app
