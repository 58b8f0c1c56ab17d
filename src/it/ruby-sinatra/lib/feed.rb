require 'rexml/document'
require_relative 'orders'

module Feed
  def self.of(orders)
    document = REXML::Document.new('<orders/>')
    orders.each do |id, name|
      document.root.add_element('order', 'id' => id.to_s).text = name
    end
    document.to_s
  end
end
